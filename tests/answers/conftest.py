"""The bank's files hold code of students, not modules that could be imported."""

collect_ignore_glob = ["*"]
