"""The satisfaction survey: who was invited, what was answered, and what everybody would have said."""

import numpy as np
import pandas as pd

from cmlib.synthetic.frames import coded
from cmlib.synthetic.people.block import PeopleBlock
from cmlib.synthetic.rooms import Made, Room
from cmlib.synthetic.service import survey_answers, survey_sample
from cmlib.synthetic.service.orientation import ORIENTATIONS, draw_orientation
from cmlib.synthetic.service.survey_items import AGE_BANDS


def make(block: PeopleBlock, house) -> Made:
    """Invitations, answers, and the answers of all who were invited."""
    sample = survey_sample.draw_sample(block)
    answers, careless = survey_answers.draw_answers(block, sample.customer)
    back = np.flatnonzero(sample.responds)
    ids = block.people.ids
    invitations = {
        "customer_id": coded(sample.customer, ids),
        "invited_on": sample.invited_on,
        "age_band": coded(sample.age_band, AGE_BANDS),
        "responded": sample.responds,
    }
    answered = {
        "customer_id": coded(sample.customer[back], ids),
        "answered_on": sample.answered_on[back],
        **{name: values[back] for name, values in answers.items()},
        "orientation": coded(draw_orientation(block)[sample.customer[back]], ORIENTATIONS),
        "keep_counter": sample.keep_counter[back],
    }
    population = {
        "customer_id": ids.astype(object)[sample.customer],
        "response_probability": sample.response_probability,
        "keep_counter": sample.keep_counter,
        "overall_satisfaction": answers["overall_satisfaction"],
        "satisfaction": block.people.satisfaction[sample.customer],
        "careless": careless,
    }
    tables = {"survey_invitations": pd.DataFrame(invitations), "survey_answers": pd.DataFrame(answered)}
    return Made(tables, {"survey_population": pd.DataFrame(population)})


ROOM = Room(
    "survey",
    ("survey_invitations", "survey_answers"),
    make,
    truth={
        "survey_population": "One row a customer invited, answering or not: the probability of answering, what is or "
        "would be said about the counter and about overall satisfaction, the true satisfaction (standardised), and "
        "whether the form is or would be filled in carelessly, with the same mark all the way down."
    },
    parameters=survey_sample.TRUTH.as_dict() | survey_answers.TRUTH.as_dict(),
)
