"""The codebook: importing, checking, editing, and its versions."""
