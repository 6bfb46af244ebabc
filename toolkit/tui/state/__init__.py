"""What the workspace knows, without a widget: views, sessions, and unsaved text."""
