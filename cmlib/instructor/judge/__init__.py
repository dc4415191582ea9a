"""What runs where the student's code does not: the instructor's tests, on plain copies of the student's values."""
