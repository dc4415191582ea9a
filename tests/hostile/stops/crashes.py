"""
what: writes to address zero
points: 14 of 19
flag: task_1: the student's process ended (signal 11)
"""
import ctypes

ctypes.memset(0, 1, 1)
