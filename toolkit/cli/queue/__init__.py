"""Commands about queues of passages."""
