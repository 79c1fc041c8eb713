"""Judges a writer on gate rows by what it would choose at each target, the tokens before it being right.

Whatever is counted right is right when served: a greedy choice goes wrong first where its predecessors are right. Without
known options the measure is stricter than serving, where a value is one of few.
"""

from collections.abc import Sequence

import torch

from pitcrew_training.generator import Generator, target_logits
from pitcrew_training.pieces import Example, collate

EVALUATION_ROWS = 8


@torch.no_grad()
def gate_scores(generator: Generator, gate: Sequence[Example]) -> dict[str, float]:
    """Loss (nats a token), and the shares (0 to 1) of values and of whole rows that come out right."""
    generator.model.eval()
    loss, targets, values, values_right, rows_right = 0.0, 0, 0, 0, 0
    ordered = sorted(gate, key=lambda each: len(each.ids))
    for start in range(0, len(ordered), EVALUATION_ROWS):
        batch = collate(ordered[start : start + EVALUATION_ROWS], generator.tokeniser.padding)
        logits = target_logits(generator, batch).cpu()
        wrong = (logits.argmax(dim=1) != batch.wanted).long()
        loss += float(torch.nn.functional.cross_entropy(logits, batch.wanted, reduction="sum"))
        wrong_in_value = torch.zeros(len(batch.row_of), dtype=torch.long).index_add(0, batch.value, wrong)
        wrong_in_row = torch.zeros(len(batch.ids), dtype=torch.long).index_add(0, batch.row_of, wrong_in_value)
        targets, values = targets + len(batch.wanted), values + len(batch.row_of)
        values_right += int((wrong_in_value == 0).sum())
        rows_right += int((wrong_in_row == 0).sum())
    return {
        "rows": len(gate),
        "values": values,
        "loss": loss / targets,
        "valueAccuracy": values_right / values,
        "rowAccuracy": rows_right / len(gate),
    }


def some_of(gate: Sequence[Example], rows_max: int) -> list[Example]:
    """At most so many, evenly spread."""
    stride = max(1, -(-len(gate) // rows_max))
    return list(gate[::stride])
