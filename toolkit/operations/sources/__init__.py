"""Sources: importing, correcting, searching, citing, and finding places in texts."""
