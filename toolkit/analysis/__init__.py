"""Matrices of codes, cases and directions, pairs of codes, and contrasts of groups.

Measures are `counts` (segments, see `toolkit.analysis.counting`), `present` (0 or 1) and
`words` (words that the segments of a row touch, each once). A cell is None where nothing could
be coded, because nobody worked on the material; 0 means that somebody did. Every cell resolves
to the codings behind it by `Matrix.refs`.
"""
