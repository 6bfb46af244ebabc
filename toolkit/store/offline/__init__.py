"""Working on while the server is away: the journal, the local copy, and switching between them."""
