"""Commands that keep work safe: the log, undo, backups and the store."""
