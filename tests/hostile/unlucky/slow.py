"""
what: right, but with a sleep in it that takes the whole time
points: 14 of 19
status: timed out
"""
import time


def growth(before, after):
    time.sleep(60)
    return (after - before) / before
