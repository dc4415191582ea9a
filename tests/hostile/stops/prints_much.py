"""
what: prints fifty megabytes, by Python, by a command and by bytes that are no text
points: 19 of 19
"""
import os
import sys

for _ in range(50):
    print("x" * 500_000)
    sys.stderr.write("y\n" * 100_000)
os.write(1, bytes(range(256)) * 1000)
os.write(2, b"\xff\xfe\x00" * 1000)
!head -c 3000000 /dev/zero


def growth(before, after):
    print("z" * 5_000_000)
    return (after - before) / before
