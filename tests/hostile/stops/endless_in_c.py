"""
what: C code that never comes back, so that no signal of Python's is served
points: 14 of 19
status: timed out
"""
import itertools

sum(itertools.repeat(0))
