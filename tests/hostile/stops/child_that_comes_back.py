"""
what: a fork that does not end but goes on as the student's process itself
points: 19 of 19
"""
import os

os.fork()


def growth(before, after):
    os.fork()
    return (after - before) / before
