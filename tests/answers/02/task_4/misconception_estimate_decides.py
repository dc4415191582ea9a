"""
what: lets the estimate decide, without its interval
points: 7 of 10
loses: test_3
hint: is not enough for
"""
def most_say(answers, invitations, item):
    marks = answers[[name for name in answers if name.startswith("perception_")]]
    careful = answers[marks.nunique(axis=1) > 1]
    replies = careful[["customer_id", item]].merge(invitations[["customer_id", "age_band"]], on="customer_id")
    population = invitations["age_band"].astype(str).value_counts().to_dict()
    found = survey.poststratified_mean(replies[item].astype(float), replies["age_band"].astype(str), population)
    if found.estimate > 0.5:
        return "yes"
    return "no"
