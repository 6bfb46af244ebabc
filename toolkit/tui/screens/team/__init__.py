"""Screens about several coders: disagreements, confused codes, and rounds."""
