"""Subcommands of `kinpath` that know every room."""
