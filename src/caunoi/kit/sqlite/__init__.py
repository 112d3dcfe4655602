"""The embedded database, whose writers queue: Django's SQLite backend with a fair turn before each write."""
