"""Makes a head's confidence mean something: one temperature for each head, and how far off it still is.

Pure functions over logits; a temperature never changes which label wins.
"""

import numpy as np
from numpy.typing import NDArray

TEMPERATURES = (0.05, 20.0)
SEARCH_STEPS = 60
CALIBRATION_BINS = 10
GOLDEN = (5**0.5 - 1) / 2


def probabilities(logits: NDArray[np.float64], temperature: float) -> NDArray[np.float64]:
    """Softmax of logits [rows, labels] divided by the temperature."""
    scaled = logits / temperature
    raised = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def negative_log_likelihood(logits: NDArray[np.float64], labels: NDArray[np.int64], temperature: float) -> float:
    """Mean surprise, in nats, of the right labels [rows] under logits [rows, labels]."""
    right = probabilities(logits, temperature)[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(right, 1e-12)).mean())


def fit_temperature(logits: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """The temperature of least surprise, by golden-section search over its logarithm (one valley, so that suffices).

    As if one more row had been wrong in the n + 2: a gate on which every answer is right does not prove certainty.
    """
    low, high = np.log(TEMPERATURES[0]), np.log(TEMPERATURES[1])
    for _ in range(SEARCH_STEPS):
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        if surprise_at(logits, labels, left) <= surprise_at(logits, labels, right):
            high = right
        else:
            low = left
    return float(np.exp((low + high) / 2))


def surprise_at(logits: NDArray[np.float64], labels: NDArray[np.int64], log_temperature: float) -> float:
    """Mean surprise, in nats, when a row's label is taken for wrong with a chance of 1 in n + 2, evenly over the others."""
    rows, count = logits.shape
    doubt = 1 / (rows + 2)
    wanted = np.full_like(logits, doubt / (count - 1))
    wanted[np.arange(rows), labels] = 1 - doubt
    chances = probabilities(logits, float(np.exp(log_temperature)))
    return float(-(wanted * np.log(np.maximum(chances, 1e-12))).sum(axis=1).mean())


def calibration_error(logits: NDArray[np.float64], labels: NDArray[np.int64], temperature: float) -> float:
    """Expected calibration error (0 to 1): the mean gap between confidence and accuracy over bins of equal width."""
    chances = probabilities(logits, temperature)
    confidence, right = chances.max(axis=1), chances.argmax(axis=1) == labels
    bins = np.minimum((confidence * CALIBRATION_BINS).astype(int), CALIBRATION_BINS - 1)
    gaps = [abs(confidence[bins == b].sum() - right[bins == b].sum()) for b in range(CALIBRATION_BINS)]
    return float(sum(gaps) / len(labels))
