"""
what: plain loops over the closes
points: 12 of 12
"""
def fair_rates(visits):
    closes = [v for v in visits.to_dict("records") if v["stage"] == "close" and not v["randomised"]]
    styles = {v["style"] for v in closes}
    answer = {}
    for way in {v["technique"] for v in closes}:
        rate = 0
        for style in styles:
            here = [v["agreed"] for v in closes if v["style"] == style and v["technique"] == way]
            weight = sum(v["style"] == style for v in closes) / len(closes)
            rate = None if rate is None or not here else rate + weight * sum(here) / len(here)
        answer[way] = rate
    return answer
