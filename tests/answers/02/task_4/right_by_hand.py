"""
what: variance of the strata by hand
points: 10 of 10
"""
def most_say(answers, invitations, item):
    marks = answers.filter(regex="^perception_")
    answers = answers[marks.max(axis=1) != marks.min(axis=1)]
    band_of = dict(zip(invitations["customer_id"], invitations["age_band"]))
    bands = [band_of[who] for who in answers["customer_id"]]
    total, mean, variance = len(invitations), 0.0, 0.0
    for band in set(bands):
        size = sum(one == band for one in band_of.values())
        said = [float(value) for value, one in zip(answers[item], bands) if one == band]
        n, p = len(said), sum(said) / len(said)
        mean += size / total * p
        variance += (size / total) ** 2 * (1 - n / size) * p * (1 - p) / (n - 1)
    e = 1.96 * variance**0.5
    return "open" if mean - e <= 0.5 <= mean + e else ("yes" if mean > 0.5 else "no")
