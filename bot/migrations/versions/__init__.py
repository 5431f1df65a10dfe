"""The database's history: one file a step, the same on SQLite and PostgreSQL."""
