"""Frozen values and pure functions. No I/O, no third-party imports."""
