"""
what: the ids of the public bank, typed in
points: 1 of 10
loses: test_2, test_3, test_4
"""


def doubtful(files, firms):
    return ["B", "C"]
