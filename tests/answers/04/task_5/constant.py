"""
what: types in the answers of the visible check and of the public bank
points: 2 of 14
loses: test_2, test_3, test_4
"""
def call_list(leads, n):
    return ["B", "C", "A"] if n == 3 else ["LD000001191", "LD000001343", "LD000001340"]
