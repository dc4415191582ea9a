"""The report of a graded class."""

from cmlib.instructor.report.old_page import html_report  # noqa: F401
