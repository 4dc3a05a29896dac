"""Trust in the directory: what is said to be wrong, what was checked, what to check next, what agencies answer."""
