"""The codebook screen, its edits and forms."""
