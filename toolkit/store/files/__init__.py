"""Files of a store: errors of the system on them, and the names of backups."""
