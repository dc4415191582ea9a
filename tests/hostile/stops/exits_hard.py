"""
what: ends its process without a word; the other tasks keep their points
points: 14 of 19
flag: task_1: the student's process ended (exit 7)
"""
import os

os._exit(7)
