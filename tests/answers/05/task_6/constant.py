"""
what: gives everybody the most frequent step
points: 0 of 12
loses: test_1, test_2, test_3, test_4
"""
def next_steps(visits, best, today):
    return {host: "revisit" for host in visits["host"]}
