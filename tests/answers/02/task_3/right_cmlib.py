"""
what: the weights of cmlib on the answers that are there
points: 11 of 11
"""
def weighted_share(answers, invitations, item):
    known = answers.loc[answers[item].notna(), ["customer_id", item]]
    known = known.merge(invitations[["customer_id", "age_band"]])
    bands = known["age_band"].astype(str)
    population = invitations["age_band"].astype(str).value_counts()
    population = population[population.index.isin(bands)].to_dict()
    weights = survey.poststratification_weights(bands, population)
    return survey.weighted_mean(known[item].astype(float), weights).estimate
