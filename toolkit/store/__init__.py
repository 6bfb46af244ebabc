"""The project's store: rows, and the event log that explains them."""
