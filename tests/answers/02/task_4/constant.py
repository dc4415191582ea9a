"""
what: types in the word for the public bank
points: 1 of 10
loses: test_2, test_3, test_4
"""
def most_say(answers, invitations, item):
    return "no"
