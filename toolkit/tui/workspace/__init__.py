"""The coding screen and its actions, a file for each subject."""
