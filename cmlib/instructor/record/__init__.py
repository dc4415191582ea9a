"""One writer: scores into nbgrader's gradebook, the executed notebook to its place."""
