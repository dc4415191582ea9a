"""
what: sample size and shares by cmlib
points: 10 of 10
"""
def letters(customers_of, response_rate, margin):
    sizes = [customers_of[band] for band in customers_of]
    needed = survey.sample_size_for_share(margin, population=sum(sizes))
    parts = survey.proportional_allocation(sizes, needed)
    found = {}
    for band, part in zip(customers_of, parts):
        found[band] = min(customers_of[band], int(np.ceil(part / response_rate[band])))
    return found
