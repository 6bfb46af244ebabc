"""What one coder keeps on this machine: pinned codes, bookmarks, and the tour."""
