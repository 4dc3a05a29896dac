"""Makes up directories of any size, to measure with. Nothing in them is true."""
