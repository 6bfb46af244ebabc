"""Texts with marked identifiers, and texts that have none: written for the rules, not planted."""
