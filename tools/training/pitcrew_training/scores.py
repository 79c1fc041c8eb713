"""Scores a decider's answers on gate rows: which epoch is better, and what the report says of each head."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from torch import Tensor

from pitcrew_training.calibration import calibration_error, fit_temperature, negative_log_likelihood, probabilities
from pitcrew_training.heads import ABSENT, Labels

CONFIDENT_SHARE = 0.8


@dataclass(frozen=True)
class GateScore:
    """Accuracy (0 to 1) of each head; of all a row's heads together; and the mean surprise in nats."""

    accuracy: Mapping[str, float]
    joint_accuracy: float
    surprise: float

    def better_than(self, other: "GateScore") -> bool:
        return self.rank() > other.rank()

    def rank(self) -> tuple[float, float]:
        """Mean accuracy of the heads; among equals, the less surprised."""
        return (round(sum(self.accuracy.values()) / len(self.accuracy), 6), -self.surprise)


def score(logits: Mapping[str, np.ndarray], labels: Mapping[str, Tensor]) -> GateScore:
    """Logits [rows, labels] and label numbers [rows] for each head."""
    accuracy: dict[str, float] = {}
    surprises: list[float] = []
    all_right: np.ndarray | None = None
    for head, tensor in labels.items():
        ids = tensor.numpy()
        asked = ids != ABSENT
        right = logits[head].argmax(axis=1) == ids
        all_right = (right | ~asked) if all_right is None else all_right & (right | ~asked)
        if asked.any():
            accuracy[head] = float(right[asked].mean())
            surprises.append(negative_log_likelihood(logits[head][asked], ids[asked], 1.0))
    if all_right is None or not accuracy:
        raise ValueError("the gate rows answer none of the heads that the training rows have")
    return GateScore(accuracy, float(all_right.mean()), float(np.mean(surprises)))


def head_reports(logits: Mapping[str, np.ndarray], gate: Mapping[str, Tensor], labels: Labels) -> dict[str, Any]:
    """For each head: temperature, accuracy with its n, calibration before and after, confusion [right][given]."""
    return {head: head_report(logits[head], gate[head].numpy(), names) for head, names in labels.items()}


def head_report(logits: np.ndarray, ids: np.ndarray, names: tuple[str, ...]) -> dict[str, Any]:
    asked = ids != ABSENT
    if not asked.any():
        return {"n": 0, "temperature": 1.0}
    logits, ids = logits[asked], ids[asked]
    temperature = fit_temperature(logits, ids)
    given = logits.argmax(axis=1)
    sure = np.argsort(-probabilities(logits, temperature).max(axis=1))[: max(1, round(CONFIDENT_SHARE * len(ids)))]
    confusion = np.zeros((len(names), len(names)), dtype=int)
    np.add.at(confusion, (ids, given), 1)
    return {
        "n": len(ids),
        "accuracy": float((given == ids).mean()),
        "accuracyOfConfidentFourFifths": float((given == ids)[sure].mean()),
        "temperature": temperature,
        "surprise": negative_log_likelihood(logits, ids, temperature),
        "calibrationError": calibration_error(logits, ids, temperature),
        "calibrationErrorUntempered": calibration_error(logits, ids, 1.0),
        "labels": list(names),
        "confusion": confusion.tolist(),
    }
