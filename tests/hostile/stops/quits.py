"""
what: quit, exit and sys.exit as the last word of a cell
points: 19 of 19
"""
import atexit
import sys

atexit.register(lambda: [None for _ in iter(int, 1)])


def growth(before, after):
    return (after - before) / before


quit()
exit
sys.exit("done")
