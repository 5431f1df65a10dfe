"""The command line, one file a family of commands. Nothing is imported before the command that needs it runs."""
