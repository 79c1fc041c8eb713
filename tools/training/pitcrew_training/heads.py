"""The questions (heads) that a decider answers: found in the rows, trained as linear layers, written for the server.

Owns heads.json. A head's weights are exported with its learnt scale folded in, because the server multiplies the
L2-normalised pooled vector by them and does nothing else.
"""

import base64
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from pitcrew_training.rows import DeciderRow

ABSENT = -100
SCALE_AT_START = 16.0
SKEW_WORTH_WEIGHTING = 4.0
Labels = Mapping[str, tuple[str, ...]]


class Heads(nn.Module):
    """Linear heads over a unit vector. A unit vector's entries are small, hence the scale."""

    def __init__(self, labels: Labels, dimension: int) -> None:
        super().__init__()
        self.labels = labels
        # By place and not by name: a module's name may not hold a dot, a head's name may.
        self.place = {head: number for number, head in enumerate(labels)}
        self.linear = nn.ModuleList(nn.Linear(dimension, len(names)) for names in labels.values())
        self.scale = nn.Parameter(torch.full((len(labels),), SCALE_AT_START))

    def forward(self, pooled: Tensor) -> dict[str, Tensor]:
        """Pooled vectors [rows, dimension] -> for each head its logits [rows, labels]."""
        return {head: nn.functional.linear(pooled, self.weight(head), self.bias(head)) for head in self.labels}

    def weight(self, head: str) -> Tensor:
        """What is served: [labels, dimension], scale folded in."""
        return self.scale[self.place[head]] * self.linear[self.place[head]].weight

    def bias(self, head: str) -> Tensor:
        """[labels]"""
        return self.linear[self.place[head]].bias


def discover_labels(rows: Sequence[DeciderRow]) -> Labels:
    """Every head that the rows answer in more than one way, with its labels in alphabetical order; one answer decides nothing."""
    found: dict[str, set[str]] = {}
    for row in rows:
        for head, label in row.labels.items():
            found.setdefault(head, set()).add(label)
    single = sorted(head for head, names in found.items() if len(names) < 2)
    if single:
        print(f"left out, for the rows know one answer only: {', '.join(single)}")
    if len(single) == len(found):
        raise ValueError("no head has anything to decide")
    return {head: tuple(sorted(found[head])) for head in sorted(found) if head not in single}


def answerable(rows: Sequence[DeciderRow], labels: Labels) -> list[DeciderRow]:
    """The rows without the answers that training never saw: they can't be right, and are told instead of counted."""
    unknown = Counter(
        f"{head}={label}" for row in rows for head, label in row.labels.items() if head in labels and label not in labels[head]
    )
    for answer, count in sorted(unknown.items()):
        print(f"no training row answers {answer}; {count} rows of the gate do, and are not judged on it")
    known = [{head: label for head, label in row.labels.items() if label in labels.get(head, ())} for row in rows]
    return [replace(row, labels=kept) for row, kept in zip(rows, known, strict=True) if kept]


def label_ids(rows: Sequence[DeciderRow], labels: Labels) -> dict[str, Tensor]:
    """For each head the label numbers [rows], ABSENT where the question does not apply to a row."""
    return {head: torch.tensor([label_id(row, head, names) for row in rows]) for head, names in labels.items()}


def label_id(row: DeciderRow, head: str, names: tuple[str, ...]) -> int:
    label = row.labels.get(head)
    if label is None:
        return ABSENT
    if label not in names:
        raise ValueError(f"no training row has the label {label!r} of head {head!r}, so it can't be judged: {row.text!r}")
    return names.index(label)


def label_weights(rows: Sequence[DeciderRow], labels: Labels) -> dict[str, Tensor]:
    """Loss weights [labels] for each head: even, or by the root of rarity when one label is far more common."""
    weights = {}
    for head, names in labels.items():
        counts = Counter(row.labels[head] for row in rows if head in row.labels)
        each = torch.tensor([float(counts[name]) for name in names])
        skewed = each.max() / each.min() >= SKEW_WORTH_WEIGHTING
        weight = each.rsqrt() if skewed else torch.ones_like(each)
        weights[head] = weight * each.sum() / (weight * each).sum()
    return weights


def heads_file(heads: Heads, temperatures: Mapping[str, float], dimension: int, max_tokens: int) -> dict[str, Any]:
    """The content of heads.json."""
    return {
        "dimension": dimension,
        "maxTokens": max_tokens,
        "normalised": True,
        "heads": {head: exported(heads, head, temperatures[head]) for head in heads.labels},
    }


def exported(heads: Heads, head: str, temperature: float) -> dict[str, Any]:
    weight = heads.weight(head).detach().float().cpu().numpy().astype("<f4")
    return {
        "labels": list(heads.labels[head]),
        "weightBase64": base64.b64encode(np.ascontiguousarray(weight).tobytes()).decode("ascii"),
        "bias": [float(b) for b in heads.bias(head).detach().float().cpu()],
        "temperature": temperature,
    }


def load_heads(heads: Heads, content: Mapping[str, Any]) -> None:
    """Puts the weights of a heads.json into heads of the same labels; their scale is in them already."""
    with torch.no_grad():
        heads.scale.fill_(1.0)
        for head, each in content["heads"].items():
            linear = heads.linear[heads.place[head]]
            weight = np.frombuffer(base64.b64decode(each["weightBase64"]), dtype="<f4")
            linear.weight.copy_(torch.from_numpy(weight.reshape(linear.weight.shape).copy()))
            linear.bias.copy_(torch.tensor(each["bias"]))


def rescale(heads: Heads) -> None:
    """Takes the scale at which a training starts out of the weights again: the same answers, and steps of the usual size."""
    with torch.no_grad():
        for head, at in heads.place.items():
            heads.linear[at].weight.copy_(heads.weight(head) / SCALE_AT_START)
        heads.scale.fill_(SCALE_AT_START)
