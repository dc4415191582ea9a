"""
what: first digits by hand and the chi-square distribution
points: 12 of 12
"""

from scipy.stats import chi2


def invented(ledger, level):
    table = ledger[ledger["amount"] != 0]
    digit = table["amount"].abs().map(lambda amount: int(f"{amount:e}"[0]))
    counts = pd.crosstab([table["firm_id"], table["date"].dt.year], digit).reindex(columns=range(1, 10), fill_value=0)
    counts = counts[counts.sum(axis=1) >= 110]
    expected = np.outer(counts.sum(axis=1), np.log10(1 + 1 / np.arange(1, 10)))
    p = chi2.sf(((counts.to_numpy() - expected) ** 2 / expected).sum(axis=1), 8)
    return np.unique(counts.index.get_level_values(0)[p < level / len(counts)])
