"""What customers say: surveys, questionnaires, complaints, comments."""
