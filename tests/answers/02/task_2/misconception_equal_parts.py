"""
what: asks as many of each band
points: 0 of 10
loses: test_1, test_2, test_3, test_4
hint: expected 104 letters
"""
def letters(customers_of, response_rate, margin):
    sizes = [customers_of[band] for band in customers_of]
    needed = survey.sample_size_for_share(margin, population=sum(sizes))
    parts = [needed / len(sizes)] * len(sizes)
    found = {}
    for band, part in zip(customers_of, parts):
        found[band] = min(customers_of[band], int(np.ceil(part / response_rate[band])))
    return found
