"""
what: starts threads until there can be no more, and leaves them
points: 14 of 19
says: growth
"""
import threading

threads = []
while True:
    threads.append(threading.Thread(target=threading.Event().wait, daemon=True))
    threads[-1].start()
