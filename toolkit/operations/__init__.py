"""What a person can do to a project: one subject a file, each function given a session.

Here files, models and figures meet the store. The facade in `toolkit.project` only
delegates to these functions, so the workspace, the command line and the Python API
share every rule.
"""
