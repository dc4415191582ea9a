"""The formats in which marks can be written, for a command line that must not load nbgrader to name them."""

NAMES = ("canvas", "moodle", "csv")
DEFAULT = "csv"
