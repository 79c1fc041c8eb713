"""Turns writer rows into token sequences exactly as served, and sequences into padded batches.

Invariants: the prompt and every piece are tokenised by themselves, so no token crosses a seam; only tokens of trained
pieces are targets, and where a piece's options are known only those that the server would choose, among the tokens it
would choose from (the rest is forced there, so learning it is wasted); a row that does not fit is refused, never cut.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from pitcrew_training.rows import Piece, WriterRow
from pitcrew_training.tokeniser import PieceTokeniser


@dataclass(frozen=True)
class Target:
    """The place of a token to learn, and the tokens it is one of; none named: the whole vocabulary."""

    place: int
    allowed: tuple[int, ...] = ()


@dataclass(frozen=True)
class Example:
    """Token ids [tokens] and, for each value that has something to choose, its targets."""

    ids: tuple[int, ...]
    values: tuple[tuple[Target, ...], ...]


@dataclass(frozen=True)
class Batch:
    """Ids and mask [rows, tokens], padded on the right.

    `at` [targets] are places in the flattened batch whose hidden state predicts the token `wanted` [targets] out of
    `allowed`; `value` [targets] numbers the value that a target belongs to, `row_of` [values] its row.
    """

    ids: Tensor
    mask: Tensor
    at: Tensor
    wanted: Tensor
    allowed: tuple[tuple[int, ...], ...]
    value: Tensor
    row_of: Tensor


def examples(rows: Sequence[WriterRow], tokeniser: PieceTokeniser, tokens_max: int) -> list[Example]:
    """The rows that teach something: one whose every piece is forced has no target and is passed over."""
    made = (example(row, tokeniser, tokens_max) for row in rows)
    return [each for each in made if each.values]


def example(row: WriterRow, tokeniser: PieceTokeniser, tokens_max: int) -> Example:
    ids = list(tokeniser.prompt(row.prompt))
    values: list[tuple[Target, ...]] = []
    for piece in row.pieces:
        targets = targets_of(piece, len(ids), tokeniser) if piece.trained else ()
        ids.extend(tokenised(piece.text, tokeniser))
        if targets:
            values.append(targets)
    if len(ids) > tokens_max:
        raise ValueError(f"a row of {len(ids)} tokens exceeds --max-tokens {tokens_max}: {row.prompt[:80]!r}")
    # What comes after the last target teaches nothing and would only cost time.
    return Example(tuple(ids[: values[-1][-1].place + 1] if values else ids), tuple(values))


def targets_of(piece: Piece, begin: int, tokeniser: PieceTokeniser) -> tuple[Target, ...]:
    """The tokens to learn of a piece that begins at a place: all, or those where its options part."""
    ids = tokenised(piece.text, tokeniser)
    if not piece.options:
        return tuple(Target(begin + number) for number in range(len(ids)))
    options = {tuple(tokenised(option, tokeniser)) for option in piece.options}
    targets = []
    for number in range(len(ids)):
        allowed = {option[number] for option in options if option[:number] == tuple(ids[:number])}
        if len(allowed) > 1:
            targets.append(Target(begin + number, tuple(sorted(allowed))))
    return tuple(targets)


def tokenised(text: str, tokeniser: PieceTokeniser) -> list[int]:
    return tokeniser.piece(text) if text else []


def collate(batch: Sequence[Example], padding: int) -> Batch:
    longest = max(len(each.ids) for each in batch)
    ids = torch.full((len(batch), longest), padding)
    mask = torch.zeros((len(batch), longest), dtype=torch.long)
    for row, each in enumerate(batch):
        ids[row, : len(each.ids)] = torch.tensor(each.ids)
        mask[row, : len(each.ids)] = 1
    rows_and_values = [(row, value) for row, each in enumerate(batch) for value in each.values]
    found = [(number, row, target) for number, (row, value) in enumerate(rows_and_values) for target in value]
    return Batch(
        ids,
        mask,
        at=torch.tensor([row * longest + target.place - 1 for _, row, target in found]),
        wanted=torch.tensor([batch[row].ids[target.place] for _, row, target in found]),
        allowed=tuple(target.allowed for _, _, target in found),
        value=torch.tensor([number for number, _, _ in found]),
        row_of=torch.tensor([row for row, _ in rows_and_values]),
    )


def restricted(logits: Tensor, allowed: Sequence[Sequence[int]]) -> Tensor:
    """Logits [targets, vocabulary] with what may not be chosen barred."""
    chosen_of = [(target, token) for target, tokens in enumerate(allowed) for token in tokens]
    if not chosen_of:
        return logits
    targets, tokens = torch.tensor(chosen_of, device=logits.device).T
    barred = torch.zeros_like(logits, dtype=torch.bool)
    barred[targets] = True
    barred[targets, tokens] = False
    return logits.masked_fill(barred, -torch.inf)
