"""Speakers: their roles, names and cases, and warnings where they may be read wrongly."""
