"""Measures search: how well it answers judged requests, and how fast it is as the directory grows."""
