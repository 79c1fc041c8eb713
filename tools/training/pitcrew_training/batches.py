"""Cuts a shuffled epoch into batches of like length, so that little of a batch is padding."""

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")

POOL_BATCHES = 8


def grouped_by_length(
    items: Sequence[Item], batch_items: int, length: Callable[[Item], int], source: random.Random
) -> list[list[Item]]:
    """Sorts within pools of a few batches only, then shuffles the batches: the order stays nearly random."""
    pool_items = batch_items * POOL_BATCHES
    batches: list[list[Item]] = []
    for start in range(0, len(items), pool_items):
        pool = sorted(items[start : start + pool_items], key=length)
        batches.extend(pool[at : at + batch_items] for at in range(0, len(pool), batch_items))
    source.shuffle(batches)
    return batches
