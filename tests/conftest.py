"""Texts that a test wants shown at the end of the run: ``record_property("shown at the end", text)``."""


def pytest_terminal_summary(terminalreporter):
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, text in getattr(report, "user_properties", ()):
                if name == "shown at the end" and getattr(report, "when", "") == "call":
                    terminalreporter.write_line(f"\n{text}\n")
