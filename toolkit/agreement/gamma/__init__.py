"""Gamma: agreement of coders who place and label units freely."""
