"""Queues of passages in the workspace."""
