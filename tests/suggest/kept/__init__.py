"""Tests of what suggestions keep between processes."""
