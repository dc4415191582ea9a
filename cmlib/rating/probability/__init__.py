"""The default-probability model: binning, weight of evidence, regression, points, validation and stability."""
