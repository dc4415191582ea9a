"""
what: SIGSTOP to itself, an alarm that would end it, and limits that it sets for itself
points: 19 of 19
"""
import os
import resource
import signal

os.kill(os.getpid(), signal.SIGSTOP)
signal.setitimer(signal.ITIMER_REAL, 0.01)
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
signal.signal(signal.SIGTERM, signal.SIG_IGN)


def growth(before, after):
    return (after - before) / before
