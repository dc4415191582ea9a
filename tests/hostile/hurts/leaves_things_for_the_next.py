"""
what: leaves files, shared memory, semaphores, queues and sockets for whoever comes next
points: 19 of 19
"""
import ctypes
import multiprocessing.shared_memory
import os
import socket

left = multiprocessing.shared_memory.SharedMemory("left_by_a_student", create=True, size=1000)
libc = ctypes.CDLL(None)
libc.shmget(777, 4096, 0o1666), libc.semget(777, 1, 0o1666), libc.msgget(777, 0o1666)
for place in ("/tmp", "/dev/shm", "/var/tmp", os.path.expanduser("~"), ".", "/", "/run", "/dev"):
    for name in ("left_by_a_student", "loans.csv", "rate"):
        try:
            open(f"{place}/{name}", "w").write("growth = 5")
        except OSError:
            continue
for address in ("/tmp/left_by_a_student_socket", "\0left_by_a_student"):
    line = socket.socket(socket.AF_UNIX)
    line.bind(address)
    line.listen()
os.environ.update(PYTHONPATH="/tmp", PYTHONSTARTUP="/tmp/left_by_a_student", LD_PRELOAD="/tmp/x.so", NBGRADER_EXECUTION="x")


def growth(before, after):
    return (after - before) / before
