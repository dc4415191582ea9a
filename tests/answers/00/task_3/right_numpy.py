"""
what: one district after the other with numpy; rounded to the fen
points: 6 of 6
"""
def median_by_district(customers, deposits):
    held = deposits.groupby("customer_id")["balance"].sum()
    result = {}
    for district in customers["district"].dropna().unique():
        people = customers.loc[customers["district"] == district, "customer_id"]
        result[district] = round(np.median(held.reindex(people, fill_value=0).to_numpy()), 2)
    return pd.Series(result)
