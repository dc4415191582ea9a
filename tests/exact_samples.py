"""Samples whose means and covariances are exactly what is asked for."""

import numpy as np


def sample_with_covariances(matrix, people: int, seed: int = 1) -> np.ndarray:
    """People in rows; the covariances (divisor people - 1) are those of the matrix, the means 0."""
    matrix = np.asarray(matrix, dtype=float)
    noise = np.random.default_rng(seed).standard_normal((people, len(matrix)))
    noise -= noise.mean(axis=0)
    white = noise @ np.linalg.inv(np.linalg.cholesky(np.cov(noise.T))).T
    return white @ np.linalg.cholesky(matrix).T
