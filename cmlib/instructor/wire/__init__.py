"""What crosses the wall between the student's process and the judge: plain data, never code."""
