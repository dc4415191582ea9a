"""
what: recursion without end, and without Python's own limit
points: 14 of 19
says: RecursionError
"""
import sys

sys.setrecursionlimit(10 ** 6)


def growth(before, after):
    return repr(growth) + growth(before, after)


def down(level):
    return max([level], key=lambda _: down(level + 1))


sys.setrecursionlimit(3000)
down(0)
del growth
