"""What the course takes off for a late submission: nbgrader's own rule, or the plugin that the settings name."""

from nbgrader.preprocessors import AssignLatePenalties

from cmlib.instructor.settings import Settings, modules_of


class LatePenalty:
    """The course's rule; called only for a submission that is late. The points are not yet cut to a sensible range."""

    def __init__(self, settings: Settings):
        self._root = settings.root
        self._rule = settings.preprocessor(AssignLatePenalties)

    def __call__(self, student: str, points: float, seconds_late: float) -> float | None:
        if self._rule is None or not self._rule.enabled:
            return None
        with modules_of(self._root):
            self._rule.init_plugin()
            penalty: float | None = self._rule.plugin_inst.late_submission_penalty(student, points, seconds_late)
        return penalty
