"""Makes the bundled directory (data/directory/) from the gathered facts. Nothing is added from memory."""
