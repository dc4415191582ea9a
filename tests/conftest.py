"""What is collected, and the texts that a test wants shown: ``record_property("shown at the end", text)``."""

# Not searched for examples in docstrings: answers of students are no modules, and files of this name clash.
collect_ignore_glob = ["answers/*", "conftest.py", "*/conftest.py"]


def pytest_terminal_summary(terminalreporter):
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, text in getattr(report, "user_properties", ()):
                if name == "shown at the end" and getattr(report, "when", "") == "call":
                    terminalreporter.write_line(f"\n{text}\n")
