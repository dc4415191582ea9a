"""The wall round the student's process: namespaces, limits, and the warm process that is forked inside it."""
