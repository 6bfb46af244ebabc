"""Codings: applying codes, splitting and joining, new codes, listing, and memos."""
