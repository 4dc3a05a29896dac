"""Facts in a message: where, how old the child is, which program, which option. One module a kind."""
