"""
what: an answer in R, and one that was never replaced
points: 7 of 19
"""
growth <- function(before, after) (after - before) / before
# %% task_2
# YOUR CODE HERE
raise NotImplementedError()
