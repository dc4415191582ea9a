"""
what: a loop without end that ignores interrupts, and catches them
points: 14 of 19
status: timed out
"""

import signal

signal.signal(signal.SIGINT, signal.SIG_IGN)
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
