"""
what: types in the leaks of the public bank
points: 0 of 10
loses: test_1, test_2, test_3, test_4
"""
def leaks(leads, today, least):
    names = ["own relationships", "published information", "door-to-door", "chain referral", "intermediary", "group introduction"]
    return {name: "appointment" for name in names}
