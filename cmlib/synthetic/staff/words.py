"""The words and marks in which the staff of the bank is described."""

#: Customer managers for persons and for firms work in different branches.
BUSINESSES = ("personal", "corporate")

#: How a manager came: from inside the bank, from outside, from university.
ROUTES = ("internal", "external", "graduate")

EDUCATIONS = ("college", "bachelor", "master or above")

#: Career levels, 1 to 5.
LEVELS = ("assistant", "customer manager", "senior customer manager", "expert", "senior expert")

#: Forms of a team: working group 工作小组, department team 部门团队, senior marketing team 高级营销团队,
#: customer service team 客户服务团队.
TEAM_FORMS = ("working group", "department team", "senior marketing team", "customer service team")

#: Forms of training: central 集中培训, visits to other banks 考察, exchange of posts 交流, shadowing 跟班.
TRAINING_FORMS = ("central", "visits", "exchange", "shadowing")

#: What an appraisal marks: five points of behaviour, then four of ability.
BEHAVIOUR = ("customer evaluation", "discipline", "coordination", "responsibility", "initiative")
ABILITY = ("public relations", "competition and marketing", "new products", "customer analysis")
CRITERIA = (*BEHAVIOUR, *ABILITY)

#: What customers can judge.
SEEN_BY_CUSTOMERS = ("customer evaluation", "responsibility", "public relations")

#: Who appraises.
RATER_KINDS = ("superior", "colleague", "customer panel", "self")

#: Pay plans, one after the other.
PLANS = ("slope", "cliff and cap")
