"""
what: takes memory bit by bit, in several processes, each below the limit of one
points: 14 of 19
status: out of memory
"""
import os

taken = []
for number in range(20):
    if number % 4 == 3:
        os.fork()
    taken.append(bytearray(os.urandom(1_000_000) * 40))
import time

time.sleep(60)
