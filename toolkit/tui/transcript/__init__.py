"""The transcript view: document, layout, cursor, painting, and the mouse."""
