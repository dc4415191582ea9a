"""What a graded class understood and what it did not: a page and tables, from what grading left in the course folder.

`gather` collects, the others show; `write` is the door.
"""
