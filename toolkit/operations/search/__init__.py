"""Searching the texts of a project, and coding what was found."""
