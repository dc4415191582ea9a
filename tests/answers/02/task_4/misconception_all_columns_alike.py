"""
what: looks for the same mark in every column of numbers
points: 7 of 10
loses: test_4
hint: only the columns whose names begin with perception_
"""
def most_say(answers, invitations, item):
    marks = answers.select_dtypes("number")
    careful = answers[marks.nunique(axis=1) > 1]
    replies = careful[["customer_id", item]].merge(invitations[["customer_id", "age_band"]], on="customer_id")
    population = invitations["age_band"].astype(str).value_counts().to_dict()
    found = survey.poststratified_mean(replies[item].astype(float), replies["age_band"].astype(str), population)
    if found.lower > 0.5:
        return "yes"
    return "no" if found.upper < 0.5 else "open"
