"""
what: divides by the mean response rate
points: 2 of 10
loses: test_1, test_2, test_3
hint: expected 104 letters
"""
def letters(customers_of, response_rate, margin):
    sizes = [customers_of[band] for band in customers_of]
    needed = survey.sample_size_for_share(margin, population=sum(sizes))
    parts = survey.proportional_allocation(sizes, needed)
    found = {}
    for band, part in zip(customers_of, parts):
        found[band] = min(customers_of[band], int(np.ceil(part / (sum(response_rate.values()) / len(response_rate)))))
    return found
