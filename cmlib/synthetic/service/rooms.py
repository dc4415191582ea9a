"""The rooms of service: one for each thing that can be asked for alone."""

from cmlib.synthetic.service import care, comments, complaints, risk_questionnaire, risk_questions, survey

WORLD = (risk_questions.ROOM,)
PEOPLE = (complaints.ROOM, survey.ROOM, risk_questionnaire.ROOM, comments.ROOM, care.ROOM)
