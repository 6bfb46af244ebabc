"""The store of a project: opening, backups, purging, copying, and doctor."""
