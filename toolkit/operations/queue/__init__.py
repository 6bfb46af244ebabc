"""Queues of passages that coders answer with yes or no."""
