"""Screens that the workspace opens over itself, imported when they are first needed."""
