"""
what: marks of a merge conflict in the cell
points: 14 of 19
"""
<<<<<<< HEAD
growth = lambda before, after: after / before - 1
=======
growth = lambda before, after: (after - before) / before
>>>>>>> origin/main
