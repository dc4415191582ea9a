"""
what: counts lead by lead in a loop
points: 10 of 10
"""
def leaks(leads, today, least):
    stages = ["found", "appointment", "visit", "proposal", "signed"]
    counts = {}
    for lead in leads.to_dict("records"):
        for before, step in zip(stages, stages[1:]):
            if pd.isna(lead[before + "_on"]) or lead[before + "_on"] > today:
                continue
            cell = counts.setdefault(lead["channel"], {s: [0, 0] for s in stages[1:]})[step]
            if pd.notna(lead[step + "_on"]) and lead[step + "_on"] <= today:
                cell[0] += 1
            elif pd.notna(lead["lost_on"]) and lead["lost_on"] <= today:
                cell[1] += 1
    answer = {}
    for channel, cells in counts.items():
        rates = [(m / (m + l), stages.index(s), s) for s, (m, l) in cells.items() if m + l >= least]
        if rates:
            answer[channel] = min(rates)[2]
    return answer
