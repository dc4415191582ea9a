"""
what: programs that detach themselves and go on after the notebook's end
points: 19 of 19
"""
import os
import subprocess

subprocess.Popen("trap '' HUP TERM INT; while :; do sleep 1; done", shell=True, start_new_session=True)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        import time

        time.sleep(1000)
    os._exit(0)


def growth(before, after):
    return (after - before) / before
