"""Temperatures: found where they were planted, never changing an answer, and repairing overconfidence."""

import numpy as np
import pytest

from pitcrew_training.calibration import calibration_error, fit_temperature, negative_log_likelihood, probabilities


def answers(rows: int, temperature: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Logits [rows, 3] that are `temperature` times too bold, and labels drawn from what they should have said."""
    source = np.random.default_rng(seed)
    honest = source.normal(size=(rows, 3)) * 2
    chances = probabilities(honest, 1.0)
    labels = np.array([source.choice(3, p=chance) for chance in chances])
    return honest * temperature, labels


@pytest.mark.parametrize("planted", [0.3, 1.0, 4.0])
def test_the_planted_temperature_is_found(planted: float) -> None:
    assert fit_temperature(*answers(20_000, planted, 5)) == pytest.approx(planted, rel=0.06)


def test_no_other_temperature_surprises_less() -> None:
    logits, labels = answers(300, 2.5, 6)
    best = negative_log_likelihood(logits, labels, fit_temperature(logits, labels))
    assert all(best <= negative_log_likelihood(logits, labels, t) + 2e-3 for t in np.geomspace(0.05, 20, 200))


def test_tempering_repairs_calibration_and_keeps_answers() -> None:
    logits, labels = answers(5_000, 4.0, 7)
    temperature = fit_temperature(logits, labels)
    assert calibration_error(logits, labels, 1.0) > 0.1
    assert calibration_error(logits, labels, temperature) < 0.03
    assert np.array_equal(probabilities(logits, temperature).argmax(1), logits.argmax(1))


@pytest.mark.parametrize("rows", [10, 150])
def test_a_gate_without_mistakes_does_not_prove_certainty(rows: int) -> None:
    labels = np.arange(rows) % 3
    logits = np.eye(3)[labels] * 5
    confidence = probabilities(logits, fit_temperature(logits, labels)).max(axis=1).mean()
    assert confidence == pytest.approx(1 - 1 / (rows + 2), abs=1e-3)


def test_certain_and_right_is_calibrated() -> None:
    assert calibration_error(np.eye(3) * 100, np.arange(3), 1.0) == pytest.approx(0)
