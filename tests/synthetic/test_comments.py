"""Short comments: counting words finds topics and moods, if it is done with care."""

import numpy as np
import pandas as pd
import pytest
from banks import bank
from scipy import stats

from cmlib.datasets import SEED
from cmlib.synthetic.service.comment_phrases import TOPICS
from cmlib.synthetic.service.comments import TRUTH, outage_month

SEEDS = (SEED, 3, 19, 71)

#: Topic -> words that tell it.
KEYWORDS = {
    "waiting time": ("queue", "wait", "waiting"),
    "mobile banking": ("app", "mobile"),
    "staff": ("staff", "manager", "adviser", "lady", "man"),
    "fees": ("fee", "charge"),
    "investments": ("fund", "product", "investment"),
    "card": ("card",),
}
PRAISE = r"good|great|well|excellent|friendly|helpful|fast|easy|fair|pleasant\w*|pleasure|better|best|nicer?|honestly"
PRAISE += r"|wonderful|pleased|thank|friends|keep it up"
BLAME = r"terrible|bad|awful|slow|crashing|confusing|rude|annoyed|wrong|high|rip-off|robbery|lost|disappoint\w*|useless"
BLAME += r"|declined|blocked|ridiculous|worse|joke|never|complaint|problem|trouble|complicated|long|changing banks"


def comments(seed: int) -> pd.DataFrame:
    made = bank(seed)
    rows = made.tables["comments"].merge(made.truth["comments"], on="comment_id")
    return rows.assign(words=rows["text"].str.lower())


def said_of(words: pd.Series) -> pd.Series:
    """What is said of the main thing: after "but"; the form "staff is nice, but" is an aside."""
    return words.str.replace(r"^.*, but ", "", regex=True)


def mentions(words: pd.Series) -> pd.DataFrame:
    """Whether a comment has a whole word of each topic's list."""
    return pd.DataFrame(
        {topic: words.str.contains(rf"\b(?:{'|'.join(listed)})\b") for topic, listed in KEYWORDS.items()}
    )


def first_topic(words: pd.Series) -> pd.Series:
    """The topic of the first keyword in the main clause; missing if there is none."""
    places = pd.DataFrame(
        {
            topic: words.str.extract(rf"^(.*?)\b(?:{'|'.join(listed)})\b")[0].str.len()
            for topic, listed in KEYWORDS.items()
        }
    )
    return places.fillna(np.inf).idxmin(axis=1).where(places.notna().any(axis=1))


def mood(words: pd.Series) -> pd.Series:
    """Words of praise against words of blame; "not" and "no" turn round what follows them."""
    negated = words.str.count(rf"\b(?:not|no|never)\b(?: \w+){{0,2}}? (?:{PRAISE})\b")
    excused = words.str.count(rf"\b(?:not|no|never)\b(?: \w+){{0,3}}? (?:{BLAME})\b")
    good, bad = words.str.count(rf"\b(?:{PRAISE})\b"), words.str.count(rf"\b(?:{BLAME})\b")
    balance = good - bad - 2 * negated + 2 * excused
    return pd.Series(np.select([balance > 0, balance < 0], ["positive", "negative"], "neutral"), index=words.index)


@pytest.mark.parametrize("seed", SEEDS)
def test_keyword_lists_count_the_topics(seed, recovers):
    rows = comments(seed)
    found = first_topic(said_of(rows["words"]))
    assert (found == rows["topic"]).mean() > 0.95
    usual = found[~rows["in_outage"]].dropna()
    for topic, planted in zip(TOPICS, TRUTH.topic, strict=True):
        count = int((usual == topic).sum())
        interval = stats.binomtest(count, len(usual)).proportion_ci(0.999, "wilson")
        recovers(
            f"comments on {topic}", planted, count / len(usual), interval=interval, method="keyword lists", seed=seed
        )


@pytest.mark.parametrize("seed", SEEDS)
def test_letters_instead_of_words_make_happy_people_speak_of_the_app(seed, misleads):
    """“Disappointed” has an app in it."""
    rows = comments(seed).query("not in_outage")
    share = rows["words"].str.contains("app|mobile").mean()
    error = np.sqrt(share * (1 - share) / len(rows))
    misleads(
        "comments on mobile banking", TRUTH.topic[1], share, error, method="substrings anywhere in the text", seed=seed
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_asides_make_staff_look_talked_about(seed, misleads):
    rows = comments(seed).query("not in_outage")
    share = mentions(rows["words"])["staff"].mean()
    error = np.sqrt(share * (1 - share) / len(rows))
    misleads("comments on staff", TRUTH.topic[2], share, error, method="any mention", seed=seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_outage_shows_in_one_month(seed, recovers):
    made, rows = bank(seed), comments(seed)
    found = first_topic(said_of(rows["words"]))
    month = rows["date"].dt.to_period("M")
    out = month == pd.Period(made.calendar.starts[outage_month(made.calendar)], "M")
    assert (out == rows["in_outage"]).all()
    on_app = found[out].dropna() == "mobile banking"
    interval = stats.binomtest(int(on_app.sum()), len(on_app)).proportion_ci(0.999, "wilson")
    recovers(
        "comments on mobile banking, outage", TRUTH.outage_mobile_share, on_app.mean(), interval=interval,
        method="keyword lists", seed=seed,
    )  # fmt: skip
    by_month = (found == "mobile banking").groupby(month).mean()
    assert by_month.idxmax() == month[out].iloc[0]
    assert stats.chi2_contingency(pd.crosstab(found, out)).pvalue < 1e-6

    near = month.isin([month[out].iloc[0] + step for step in (-3, -2, -1, 1, 2, 3)])
    ratio = out.sum() / (near.sum() / 6)
    error = np.sqrt(1 / out.sum() + 1 / near.sum())
    reach = np.exp(stats.norm.ppf(0.9995) * error)
    recovers(
        "comments in the outage, times the usual", TRUTH.outage_volume, ratio, interval=(ratio / reach, ratio * reach),
        method="ratio of counts", seed=seed,
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_a_lexicon_with_known_confusion_gives_the_share_of_praise(seed, recovers):
    """A fifth of the comments is read by a person; from them it is known how often the lexicon is wrong."""
    rows = comments(seed)
    praise, truth = mood(said_of(rows["words"])) == "positive", rows["sentiment"] == "positive"
    read = np.random.default_rng([seed, 1]).random(len(rows)) < 0.2
    hit, false = praise[read & truth].mean(), praise[read & ~truth].mean()
    assert hit > 0.7
    assert false < 0.2
    estimate = (praise.mean() - false) / (hit - false)  # Rogan and Gladen (1978)
    share = truth.mean()
    variance = (
        share**2 * hit * (1 - hit) / (read & truth).sum()
        + (1 - share) ** 2 * false * (1 - false) / (read & ~truth).sum()
    ) / (hit - false) ** 2
    recovers(
        "share of praise", share, estimate, np.sqrt(variance), method="lexicon, corrected by a sample read", seed=seed
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_counting_the_word_good_takes_blame_for_praise(seed, misleads):
    rows = comments(seed)
    good = rows[rows["words"].str.contains(r"\bgood\b")]
    right = (good["sentiment"] == "positive").mean()
    misleads(
        "comments with “good” that are praise", 1.0, right, np.sqrt(right * (1 - right) / len(good)),
        method="the word alone", seed=seed,
    )  # fmt: skip
    assert right < 0.7


@pytest.mark.parametrize("seed", SEEDS)
def test_the_satisfied_write_more_kindly(seed):
    rows = comments(seed)
    made = bank(seed)
    satisfaction = np.concatenate([made.people_block(number).people.satisfaction for number in range(2)])
    ids = np.concatenate([made.people_block(number).people.ids for number in range(2)])
    mean = rows["customer_id"].map(pd.Series(satisfaction, index=ids)).groupby(rows["sentiment"]).mean()
    assert mean["positive"] > mean["neutral"] > mean["negative"]


@pytest.mark.parametrize("seed", SEEDS)
def test_hardly_two_comments_are_the_same(seed):
    assert comments(seed)["text"].nunique() > 0.95 * len(comments(seed))
