"""Branches and customer managers: selection, training, results, appraisal, careers."""
