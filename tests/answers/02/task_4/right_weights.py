"""
what: weights and the linearised interval, which is wider; gives a numpy string
points: 10 of 10
"""
def most_say(answers, invitations, item):
    columns = [name for name in answers.columns if name[:11] == "perception_"]
    same = (answers[columns].to_numpy() == answers[columns].to_numpy()[:, :1]).all(axis=1)
    replies = answers[~same].merge(invitations[["customer_id", "age_band"]], on="customer_id")
    bands = replies["age_band"].astype(str)
    weights = survey.poststratification_weights(bands, invitations["age_band"].astype(str).value_counts().to_dict())
    share = (weights * replies[item]).mean()
    spread = share * (1 - share)
    within = sum((invitations["age_band"].astype(str) == band).mean() ** 2 * group.astype(float).var() / len(group)
                 for band, group in replies.groupby(bands)[item])
    low, high = share - 1.96 * within**0.5, share + 1.96 * within**0.5
    return np.array(["no", "open", "yes"])[int(low > 0.5) + int(high >= 0.5)]
