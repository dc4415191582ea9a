"""
what: rounds the letters down
points: 4 of 10
loses: test_2, test_4
hint: a letter too many or too few
"""
def letters(customers_of, response_rate, margin):
    sizes = [customers_of[band] for band in customers_of]
    needed = survey.sample_size_for_share(margin, population=sum(sizes))
    parts = survey.proportional_allocation(sizes, needed)
    found = {}
    for band, part in zip(customers_of, parts):
        found[band] = min(customers_of[band], int(part / response_rate[band]))
    return found
