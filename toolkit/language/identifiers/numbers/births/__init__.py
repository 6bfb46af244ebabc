"""Dates and years of birth."""
