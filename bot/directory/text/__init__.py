"""Search in words: names with typing errors, and what services say of themselves. SQLite and PostgreSQL alike."""
