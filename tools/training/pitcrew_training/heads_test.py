"""Heads: what is exported computes what was trained; absent answers neither train nor count."""

import base64

import numpy as np
import pytest
import torch

from pitcrew_training.decider import batch_loss
from pitcrew_training.heads import (
    ABSENT,
    SCALE_AT_START,
    Heads,
    discover_labels,
    heads_file,
    label_ids,
    label_weights,
    load_heads,
    rescale,
)
from pitcrew_training.rows import DeciderRow
from pitcrew_training.scores import score

ROWS = [
    DeciderRow("a", {"work.flow": "order", "clarity": "clear"}, "v01"),
    DeciderRow("b", {"work.flow": "none"}, "v02"),
    DeciderRow("c", {"clarity": "ambiguous"}, "v03"),
]
LABELS = {"clarity": ("ambiguous", "clear"), "work.flow": ("none", "order")}


def test_heads_and_labels_are_found_in_the_rows() -> None:
    assert discover_labels(ROWS) == LABELS


def test_a_head_without_a_choice_is_refused() -> None:
    with pytest.raises(ValueError, match="no head has anything to decide"):
        discover_labels(ROWS[:1])


def test_a_question_that_does_not_apply_is_absent() -> None:
    ids = label_ids(ROWS, LABELS)
    assert ids["work.flow"].tolist() == [1, 0, ABSENT]
    assert ids["clarity"].tolist() == [1, ABSENT, 0]


def test_a_label_never_trained_on_is_refused() -> None:
    with pytest.raises(ValueError, match="'lost'"):
        label_ids([DeciderRow("d", {"work.flow": "lost"}, "v04")], LABELS)


def test_absent_answers_carry_no_loss() -> None:
    ids, weights = label_ids(ROWS, LABELS), {head: torch.ones(2) for head in LABELS}
    logits = {head: torch.zeros(3, 2) for head in LABELS}
    bolder = {**logits, "work.flow": logits["work.flow"] + torch.tensor([[0.0, 0], [0, 0], [50, 0]])}
    assert torch.equal(batch_loss(logits, ids, weights, 0.0), batch_loss(bolder, ids, weights, 0.0))
    assert float(batch_loss(logits, ids, weights, 0.0)) == pytest.approx(np.log(2))


def test_only_skewed_heads_are_weighted_and_the_mean_weight_is_one() -> None:
    rows = [DeciderRow("t", {"even": "ab"[n % 2], "skewed": "a" if n else "b"}, "v") for n in range(10)]
    labels = discover_labels(rows)
    weights = label_weights(rows, labels)
    assert weights["even"].tolist() == [1.0, 1.0]
    assert weights["skewed"][1] == pytest.approx(3 * weights["skewed"][0].item())
    assert float((weights["skewed"] * torch.tensor([9.0, 1.0])).sum()) == pytest.approx(10)


def test_exported_weights_answer_as_the_trained_head() -> None:
    torch.manual_seed(1)
    heads, vector = Heads(LABELS, 8), torch.nn.functional.normalize(torch.randn(1, 8), dim=-1)
    file = heads_file(heads, {head: 1.5 for head in LABELS}, 8, 256)
    assert (file["dimension"], file["maxTokens"], file["normalised"]) == (8, 256, True)
    for head, content in file["heads"].items():
        weight = np.frombuffer(base64.b64decode(content["weightBase64"]), dtype="<f4").reshape(2, 8)
        served = weight @ vector[0].numpy() + np.array(content["bias"])
        assert np.allclose(served, heads(vector)[head][0].detach().numpy(), atol=1e-5)
        assert content["labels"] == list(LABELS[head])


def test_heads_read_back_answer_as_before() -> None:
    torch.manual_seed(2)
    heads, back = Heads(LABELS, 8), Heads(LABELS, 8)
    load_heads(back, heads_file(heads, {head: 1.0 for head in LABELS}, 8, 256))
    vectors = torch.randn(5, 8)
    assert all(torch.allclose(heads(vectors)[head], back(vectors)[head], atol=1e-5) for head in LABELS)


def test_heads_to_train_on_answer_as_before_at_the_scale_of_a_new_training() -> None:
    torch.manual_seed(3)
    heads, vectors = Heads(LABELS, 8), torch.randn(5, 8)
    with torch.no_grad():
        heads.scale.copy_(torch.tensor([3.0, 40.0]))
    before = heads(vectors)
    rescale(heads)
    assert all(torch.allclose(before[head], heads(vectors)[head], atol=1e-5) for head in LABELS)
    assert heads.scale.tolist() == [SCALE_AT_START, SCALE_AT_START]


def test_joint_accuracy_wants_every_asked_head_right() -> None:
    logits = {"clarity": np.array([[0, 1.0], [1, 0], [0, 1]]), "work.flow": np.array([[0, 1.0], [1, 0], [1, 0]])}
    result = score(logits, label_ids(ROWS, LABELS))
    assert result.accuracy == {"clarity": 0.5, "work.flow": 1.0}
    assert result.joint_accuracy == pytest.approx(2 / 3)
