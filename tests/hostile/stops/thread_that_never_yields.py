"""
what: a thread in C code that never gives Python's lock back
points: 14 of 19
status: timed out
"""
import itertools
import threading

threading.Thread(target=sum, args=(itertools.repeat(0),), daemon=True).start()
threading.Event().wait(0.1)


def growth(before, after):
    return (after - before) / before
