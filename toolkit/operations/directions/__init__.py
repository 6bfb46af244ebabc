"""Policy directions of segments and texts, proposed by models and decided by people."""
