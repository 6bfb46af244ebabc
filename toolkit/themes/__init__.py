"""Themes: segments, recipe of clustering, fit by BERTopic, and stability."""
