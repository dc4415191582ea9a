"""What runs in the student's process: cells, and answers to the judge's questions about the student's objects."""
