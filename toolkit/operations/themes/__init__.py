"""Themes of a project: fitted on what experts say, kept as they were fitted, changed by people."""
