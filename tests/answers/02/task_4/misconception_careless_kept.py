"""
what: keeps the careless forms
points: 7 of 10
loses: test_4
hint: leave out the careless forms first
"""
def most_say(answers, invitations, item):
    marks = answers[[name for name in answers if name.startswith("perception_")]]
    careful = answers
    replies = careful[["customer_id", item]].merge(invitations[["customer_id", "age_band"]], on="customer_id")
    population = invitations["age_band"].astype(str).value_counts().to_dict()
    found = survey.poststratified_mean(replies[item].astype(float), replies["age_band"].astype(str), population)
    if found.lower > 0.5:
        return "yes"
    return "no" if found.upper < 0.5 else "open"
