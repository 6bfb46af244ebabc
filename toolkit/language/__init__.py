"""Words of texts with their lemmas and tags, names in them, and noun phrases: one protocol."""
