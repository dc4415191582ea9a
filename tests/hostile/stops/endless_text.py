"""
what: an answer and an exception whose text never ends
points: 14 of 19
status: timed out
"""
class Endless(Exception):
    def __str__(self):
        while True:
            pass

    __repr__ = __str__


raise Endless
