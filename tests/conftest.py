"""What is collected, and what is shown at the end.

A test shows a text with ``record_property("shown at the end", text)``; planted effects that were found
again (``recovers`` in ``tests/synthetic``) are shown as one table.
"""

# Not searched for examples in docstrings: answers of students are no modules, and files of this name clash.
collect_ignore_glob = ["answers/*", "conftest.py", "*/conftest.py"]


def pytest_terminal_summary(terminalreporter):
    properties = [
        (name, value)
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, value in report.user_properties
    ]
    for name, text in properties:
        if name == "shown at the end":
            terminalreporter.write_line(f"\n{text}\n")
    rows = sorted(tuple(value) for name, value in properties if name == "recovered")
    if rows:
        terminalreporter.write_line(
            "\nPlanted effects and what was found (99.9% interval unless the test says otherwise)"
        )
        for effect, planted, estimate, low, high, method, seed in rows:
            found = f"{planted:>10.4g} {estimate:>10.4g} [{low:.4g}, {high:.4g}]"
            terminalreporter.write_line(f"{effect:<52} {found:<48} seed {seed:<4} {method}")
