"""The project's store: rows, the event log that explains them, and nothing else."""
