"""
what: looks for what others have left, at every place where the one before has put something
points: 19 of 19
"""
import ctypes
import os

found = [name for place in ("/tmp", "/dev/shm", "/student", "/student/work", "/var/tmp") if os.path.isdir(place) for name in os.listdir(place) if "student" in name]
libc = ctypes.CDLL(None)
assert not found, found
assert libc.shmget(777, 0, 0) < 0 and libc.semget(777, 0, 0) < 0 and libc.msgget(777, 0) < 0
assert [int(name) for name in os.listdir("/proc") if name.isdigit()] == [1], "somebody else's process"


def growth(before, after):
    return (after - before) / before
