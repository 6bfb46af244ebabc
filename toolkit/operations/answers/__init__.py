"""Whose answers a figure rests on: rules, and what they choose source by source."""
