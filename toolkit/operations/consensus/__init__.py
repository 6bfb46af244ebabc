"""Disagreements, how they are settled, and the statement for a methods section."""
