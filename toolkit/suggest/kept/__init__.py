"""What suggestions keep between processes: fitted models, and the words of Korean texts."""
