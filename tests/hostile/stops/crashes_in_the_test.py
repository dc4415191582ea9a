"""
what: an iterator within an iterator, a hundred thousand times, which overruns the stack in C when it is used
points: 16 of 19
flag: task_1_test_2: the student's process ended (signal 11)
"""
def growth(before, after):
    if before not in (100, 200):
        deep = iter([1])
        for _ in range(200_000):
            deep = filter(None, deep)
        next(deep)
    return (after - before) / before
