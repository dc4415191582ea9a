"""
what: dictionaries and a loop; gives a Fraction
points: 11 of 11
"""
from fractions import Fraction


def weighted_share(answers, invitations, item):
    band_of, invited = {}, {}
    for who, band in zip(invitations["customer_id"], invitations["age_band"]):
        band_of[who] = band
        invited[band] = invited.get(band, 0) + 1
    yes, said = {}, {}
    for who, value in zip(answers["customer_id"], answers[item]):
        if not pd.isna(value):
            band = band_of[who]
            yes[band] = yes.get(band, 0) + int(value)
            said[band] = said.get(band, 0) + 1
    total = sum(invited[band] for band in said)
    return sum(Fraction(yes[band], said[band]) * invited[band] for band in said) / total
