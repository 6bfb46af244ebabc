"""Directions of coded segments: links of codes and evidence of the text, checked by replay."""
