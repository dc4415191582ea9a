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
    found = {}
    for name, value in properties:
        if name == "recovered":
            effect, planted, estimate, _, _, method, seed = value
            found.setdefault((effect, method), []).append((seed, planted, estimate))
    if found:
        terminalreporter.write_line(
            "\nPlanted effects and what a method found, from the lowest to the highest seed's figure"
        )
        for (effect, method), values in sorted(found.items()):
            planted, estimates = sorted(each[1] for each in values), sorted(each[2] for each in values)
            seeds = len({each[0] for each in values})
            terminalreporter.write_line(
                f"{effect:<58} planted {_range(planted):<18} found {_range(estimates):<18} {seeds} seeds, {method}"
            )


def _range(values):
    low, high = f"{values[0]:.3g}", f"{values[-1]:.3g}"
    return low if low == high else f"{low} to {high}"
