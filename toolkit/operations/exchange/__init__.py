"""Exchange with other copies of a project: bundles and merging."""
