"""The commands of ``python -m cmlib``: each function runs one and returns its exit status.

The docstring of a command is its help; functions that begin with ``add_`` add options.
"""
