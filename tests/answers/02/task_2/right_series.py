"""
what: everything as Series; gives a Series
points: 10 of 10
"""
def letters(customers_of, response_rate, margin):
    people, rate = pd.Series(customers_of), pd.Series(response_rate)
    needed = survey.sample_size_for_share(margin, population=int(people.sum()), expected_share=0.5, confidence=0.95)
    post = pd.Series(survey.proportional_allocation(people, needed), people.index) / rate[people.index]
    return np.ceil(post).clip(upper=people).astype(int)
