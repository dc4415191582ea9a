"""
what: writes twice to the customers of a small band
points: 7 of 10
loses: test_3
hint: more letters than it has customers
"""
def letters(customers_of, response_rate, margin):
    sizes = [customers_of[band] for band in customers_of]
    needed = survey.sample_size_for_share(margin, population=sum(sizes))
    parts = survey.proportional_allocation(sizes, needed)
    found = {}
    for band, part in zip(customers_of, parts):
        found[band] = int(np.ceil(part / response_rate[band]))
    return found
