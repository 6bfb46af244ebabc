"""The event log: its entries, undo, verification, and the store as it was at an earlier time."""
