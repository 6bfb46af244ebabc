"""Suggesters: plug-ins of the user that ask a model on this machine for codes."""
