"""
what: cmlib's post-stratified mean where it can be computed, by hand where a style has one close
points: 12 of 12
"""
from cmlib.survey import poststratified_mean


def fair_rates(visits):
    own = visits[(visits["stage"] == "close") & ~visits["randomised"].astype(bool)]
    members = own["style"].value_counts().to_dict()
    answer = {}
    for way, rows in own.groupby("technique"):
        counts = rows["style"].value_counts()
        if len(counts) < len(members):
            answer[way] = None
        elif counts.min() >= 2:
            answer[way] = poststratified_mean(rows["agreed"].astype(float), rows["style"], members).estimate
        else:
            answer[way] = sum(members[s] * rows.loc[rows["style"] == s, "agreed"].mean() for s in members) / len(own)
    return answer
