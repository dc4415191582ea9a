"""Before any student code runs: is this a submission, and what would the instructor's copy of it look like?"""
