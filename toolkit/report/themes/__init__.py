"""Pictures of themes, their data, and the page that holds both."""
