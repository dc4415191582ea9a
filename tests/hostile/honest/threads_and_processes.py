"""
what: a pool of threads, a program that is started, a file that is written and read again
points: 19 of 19
"""
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

Path("rates.txt").write_text("0.05")
assert subprocess.run([sys.executable, "-c", "print(5)"], capture_output=True, text=True).stdout == "5\n"


def growth(before, after):
    assert Path("rates.txt").read_text() == "0.05"
    with ThreadPoolExecutor(2) as pool:
        difference, base = pool.map(float, (after - before, before))
    return difference / base
