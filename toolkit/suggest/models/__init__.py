"""Embedding models: which there are, how each is loaded, and the cache of vectors."""
