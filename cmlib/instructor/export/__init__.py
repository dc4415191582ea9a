"""Marks for a learning management system: from nbgrader's gradebook into the file that Canvas or Moodle imports."""
