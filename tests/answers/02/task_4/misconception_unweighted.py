"""
what: takes the interval of the answers as they came
points: 3 of 10
loses: test_1, test_2, test_4
hint: so the word is no
"""
def most_say(answers, invitations, item):
    marks = answers[[name for name in answers if name.startswith("perception_")]]
    careful = answers[marks.nunique(axis=1) > 1]
    p = careful[item].astype(float).mean()
    e = survey.margin_of_error_of_share(p, len(careful)).margin
    return "yes" if p - e > 0.5 else "no" if p + e < 0.5 else "open"
