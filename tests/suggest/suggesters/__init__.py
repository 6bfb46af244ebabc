"""Tests of plug-ins that suggest codes."""
