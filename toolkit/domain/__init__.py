"""Values of the project as frozen dataclasses, and pure functions on them.

Nothing here reads or writes files, and only the standard library is imported.
"""
