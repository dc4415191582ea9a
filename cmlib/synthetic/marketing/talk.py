"""What is said in a visit, how the manager asks for a decision, and whether the customer agrees.

The planted truth about styles and techniques. Within every style the direct request is the worst technique;
but managers keep it for driving customers, who agree most often however they are asked. So it looks best
when all visits are thrown together, and shows its truth where the technique was drawn by lot.
"""

from dataclasses import asdict, dataclass

import numpy as np

from cmlib.synthetic.marketing.words import CLOSE, CLOSING_SIGNALS, NOTES, OBJECTIONS, TECHNIQUES, THEME
from cmlib.synthetic.odds import logistic
from cmlib.synthetic.people.words import STYLES

#: Which technique a manager picks for each style, where nothing is drawn by lot; (styles, techniques).
_HABIT = np.array(
    [[0.10, 0.32, 0.30, 0.28], [0.76, 0.08, 0.08, 0.08], [0.08, 0.30, 0.34, 0.28], [0.10, 0.32, 0.28, 0.30]]
)
#: Mean of each note before it is rounded to a mark; (styles, NOTES). The spread around it is the same for all.
_NOTE_MEANS = np.array(
    [[4.1, 2.2, 2.4, 2.2, 3.8], [2.6, 4.2, 2.2, 2.9, 3.3], [2.9, 2.2, 4.0, 3.0, 2.6], [2.2, 3.4, 3.6, 4.2, 2.3]]
)
_NOTE_SPREAD = 0.88
_OBJECTION_SHARES = (0.36, 0.22, 0.17, 0.13, 0.12)
_REMOVED = 0.55
_SIGNAL_SHARES = (0.45, 0.25, 0.15, 0.15)
_MINUTES = np.array([15, 30, 45])  # median, by the stage reached


@dataclass(frozen=True)
class TalkParameters:
    """The log-odds that the customer agrees, in a visit that comes to a close.

    ``direct`` is the intercept of each style when the manager asks directly; ``gain`` is what each other
    technique adds, in the order of ``TECHNIQUES``.
    """

    direct: tuple[float, ...] = (-1.9, 0.9, -1.6, -1.4)
    gain: tuple[tuple[float, ...], ...] = ((0.6, 0.5, 1.3), (1.0, 0.7, 0.8), (1.3, 0.7, 0.6), (0.7, 1.2, 0.6))
    agreement_implication_question: float = 0.25  # for each
    agreement_problem_question: float = 0.08  # for each
    agreement_situation_question_above_5: float = -0.35  # for each above five
    agreement_manager_talks: float = -2.0  # for the whole time, against none of it
    agreement_objection_standing: float = -0.90
    agreement_closing_signal: float = 0.50
    agreement_after_care: float = 0.50  # if the manager revisited after the visit before

    def as_dict(self) -> dict[str, float]:
        """Name of each parameter -> its value."""
        single = {name: value for name, value in asdict(self).items() if name not in ("direct", "gain")}
        named = {f"agreement_{style}_direct_request": value for style, value in zip(STYLES, self.direct, strict=True)}
        for style, gains in zip(STYLES, self.gain, strict=True):
            for technique, value in zip(TECHNIQUES[1:], gains, strict=True):
                named[f"agreement_{style}_{technique.replace(' ', '_')}_gain"] = value
        return named | single


TRUTH = TalkParameters()


def talk(rng: np.random.Generator, style, stage, by_lot, before, pull) -> dict[str, np.ndarray]:
    """What happens in each visit: name of a column -> values; words as codes, -1 where there is none.

    Parameters
    ----------
    style, stage : index into ``STYLES`` and ``VISIT_STAGES``.
    by_lot : whether the technique is drawn by lot, if the visit comes to a close.
    before : place of the visit before at the same customer, or -1.
    pull : what else adds to the log-odds that the customer agrees.
    """
    p, count, closes = TRUTH, len(style), stage == CLOSE
    notes = _NOTE_MEANS[style] + np.round(_NOTE_SPREAD * rng.standard_normal((count, len(NOTES))), 6)
    notes = np.clip(np.rint(notes), 1, 5).astype(int)
    situation, problem = rng.poisson(4.2, count), np.where(stage >= THEME, rng.poisson(2.0, count), 0)
    implication = np.where(stage >= THEME, rng.poisson(1.3, count), 0)
    talk_share = np.round(np.clip(0.53 + 0.13 * rng.standard_normal(count), 0.15, 0.90), 2)
    raised = np.searchsorted(np.cumsum(_OBJECTION_SHARES)[:-1], rng.random(count), side="right")
    objection = np.where(stage >= THEME, raised, OBJECTIONS.index("none"))
    removed = (objection > 0) & (rng.random(count) < _REMOVED)
    shown = np.searchsorted(np.cumsum(_SIGNAL_SHARES)[:-1], rng.random(count), side="right")
    signal = np.where(closes, shown, CLOSING_SIGNALS.index("none"))
    lot = rng.random(count)
    usual = (lot[:, None] > np.cumsum(_HABIT, axis=1)[style, :-1]).sum(axis=1)
    drawn = np.floor(lot * len(TECHNIQUES)).astype(int)
    technique = np.where(closes, np.where(by_lot, drawn, usual), -1)
    thanked = rng.random(count) < 0.60
    revisited = thanked & (rng.random(count) < 0.45)  # after the visit, whatever came of it

    gain = np.column_stack([np.zeros(len(STYLES)), np.array(p.gain)])
    odds = (
        np.array(p.direct)[style]
        + gain[style, technique]
        + p.agreement_implication_question * implication
        + p.agreement_problem_question * problem
        + p.agreement_situation_question_above_5 * np.maximum(situation - 5, 0)
        + p.agreement_manager_talks * (talk_share - 0.5)
        + p.agreement_objection_standing * ((objection > 0) & ~removed)
        + p.agreement_closing_signal * (signal > 0)
        + p.agreement_after_care * ((before >= 0) & revisited[before])
        + pull
    )
    agreed = closes & (rng.random(count) < logistic(odds))
    spread = np.exp(np.round(0.35 * rng.standard_normal(count), 6))
    minutes = np.clip(np.rint(_MINUTES[stage] * spread + 2 * (situation + problem + implication)), 8, 180)
    return {
        "stage": stage,
        "minutes": minutes.astype(int),
        **{name: notes[:, place] for place, name in enumerate(NOTES)},
        "situation_questions": situation,
        "problem_questions": problem,
        "implication_questions": implication,
        "talk_share": talk_share,
        "objection": objection,
        "objection_removed": removed,
        "closing_signal": signal,
        "technique": technique,
        "randomised": closes & by_lot,
        "agreed": agreed,
        "thanked": thanked,
        "revisited": revisited,
    }
