"""Service: complaints, the satisfaction survey, the risk questionnaire, comments, and care for customers."""
