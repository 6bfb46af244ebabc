"""Corrections of a text, and where spans of the text before are afterwards."""
