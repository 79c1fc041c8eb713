"""Trains a decider: one encoder adapter and its heads, stopping the choice at the epoch that the gate rows like best.

Deterministic for a seed on one machine. The gate rows choose the epoch and fit the temperatures; they never train.
"""

import copy
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from peft import PeftModel
from tokenizers import Tokenizer
from torch import Tensor, nn

from pitcrew_training.augment import sometimes_misspelt
from pitcrew_training.batches import grouped_by_length
from pitcrew_training.encoder import load_encoder, load_tokeniser, pad, pooled, tokenise
from pitcrew_training.heads import ABSENT, Heads, Labels, discover_labels, label_ids, label_weights
from pitcrew_training.recipe import DeciderRecipe
from pitcrew_training.rows import DeciderRow
from pitcrew_training.schedule import rate_factor
from pitcrew_training.scores import GateScore, score

EVALUATION_ROWS = 32
GRADIENT_NORM_MAX = 1.0


@dataclass
class Decider:
    """What is trained, and how it went: a loss for each step, a gate score for each epoch."""

    encoder: PeftModel
    heads: Heads
    tokeniser: Tokenizer
    losses: list[float] = field(default_factory=list)
    scores: list[GateScore] = field(default_factory=list)


def train_decider(
    base: Path,
    train: Sequence[DeciderRow],
    gate: Sequence[DeciderRow],
    recipe: DeciderRecipe,
    seed: int,
    report: Callable[[int, GateScore], None],
    start: Callable[[Decider], None] = lambda _: None,
) -> Decider:
    """`report` is told each epoch's number (from 1) and gate score; `start` may put weights of an earlier training in."""
    torch.manual_seed(seed)
    decider = new_decider(base, discover_labels(train), recipe)
    start(decider)
    device = decider.encoder.device
    weights = {head: each.to(device) for head, each in label_weights(train, decider.heads.labels).items()}
    optimizer = make_optimizer(decider, recipe)
    steps = recipe.epochs * -(-len(train) // recipe.batch_rows)
    best: tuple[GateScore, dict[str, Tensor], dict[str, Tensor]] | None = None
    for epoch in range(1, recipe.epochs + 1):
        for batch in epoch_batches(train, recipe, random.Random(f"{seed}:{epoch}")):
            factor = rate_factor(len(decider.losses) / steps, recipe.warm_up)
            decider.losses.append(step(decider, optimizer, batch, weights, recipe, factor))
        now = score(logits_of(decider, gate), label_ids(gate, decider.heads.labels))
        decider.scores.append(now)
        report(epoch, now)
        if best is None or now.better_than(best[0]):
            best = (now, adapter_of(decider), copy.deepcopy(decider.heads.state_dict()))
    if best is not None:
        decider.encoder.load_state_dict(best[1], strict=False)
        decider.heads.load_state_dict(best[2])
    return decider


def new_decider(base: Path, labels: Labels, recipe: DeciderRecipe) -> Decider:
    encoder = load_encoder(base, recipe.rank, recipe.alpha, recipe.dropout)
    heads = Heads(labels, encoder.config.hidden_size).to(encoder.device)
    return Decider(encoder, heads, load_tokeniser(base, recipe.max_tokens))


def make_optimizer(decider: Decider, recipe: DeciderRecipe) -> torch.optim.AdamW:
    adapter = [weight for weight in decider.encoder.parameters() if weight.requires_grad]
    groups = [
        {"params": adapter, "lr": recipe.learning_rate, "peak": recipe.learning_rate},
        {"params": list(decider.heads.parameters()), "lr": recipe.head_learning_rate, "peak": recipe.head_learning_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=recipe.weight_decay)


def adapter_of(decider: Decider) -> dict[str, Tensor]:
    return {name: weight.detach().clone() for name, weight in decider.encoder.named_parameters() if weight.requires_grad}


def epoch_batches(rows: Sequence[DeciderRow], recipe: DeciderRecipe, source: random.Random) -> list[list[DeciderRow]]:
    """The rows in a new order, each said a little differently, in batches of texts of like length (less padding)."""
    said = [
        DeciderRow(sometimes_misspelt(row.text, recipe.typos, source), row.labels, row.voice)
        for row in source.sample(list(rows), len(rows))
    ]
    return grouped_by_length(said, recipe.batch_rows, lambda row: len(row.text), source)


def step(
    decider: Decider,
    optimizer: torch.optim.AdamW,
    batch: Sequence[DeciderRow],
    weights: dict[str, Tensor],
    recipe: DeciderRecipe,
    factor: float,
) -> float:
    """One update; gives the batch's loss in nats."""
    decider.encoder.train()
    for group in optimizer.param_groups:
        group["lr"] = group["peak"] * factor
    ids, mask = pad(tokenise(decider.tokeniser, [row.text for row in batch]))
    labels = {head: each.to(decider.encoder.device) for head, each in label_ids(batch, decider.heads.labels).items()}
    logits = decider.heads(pooled(decider.encoder, ids, mask))
    loss = batch_loss(logits, labels, weights, recipe.label_smoothing)
    if recipe.consistency > 0:
        again = decider.heads(pooled(decider.encoder, ids, mask))
        loss = (loss + batch_loss(again, labels, weights, recipe.label_smoothing)) / 2
        loss = loss + recipe.consistency * disagreement(logits, again, labels)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_([w for group in optimizer.param_groups for w in group["params"]], GRADIENT_NORM_MAX)
    optimizer.step()
    return float(loss.detach())


def batch_loss(logits: dict[str, Tensor], labels: dict[str, Tensor], weights: dict[str, Tensor], smoothing: float) -> Tensor:
    """Mean weighted cross-entropy over every answered question of the batch."""
    answered = sum(int((ids != ABSENT).sum()) for ids in labels.values())
    total = sum(
        nn.functional.cross_entropy(
            logits[head], labels[head], weights[head], ignore_index=ABSENT, reduction="sum", label_smoothing=smoothing
        )
        for head in logits
    )
    return total / answered


def disagreement(one: dict[str, Tensor], other: dict[str, Tensor], labels: dict[str, Tensor]) -> Tensor:
    """How far two passes under different dropout disagree: symmetric divergence, mean over answered questions."""
    total, answered = torch.zeros((), device=next(iter(one.values())).device), 0
    for head, ids in labels.items():
        asked = ids != ABSENT
        p, q = one[head][asked].log_softmax(-1), other[head][asked].log_softmax(-1)
        total = total + ((p.exp() - q.exp()) * (p - q)).sum() / 2
        answered += int(asked.sum())
    return total / answered


@torch.no_grad()
def logits_of(decider: Decider, rows: Sequence[DeciderRow]) -> dict[str, np.ndarray]:
    """For each head the logits [rows, labels], in the order of the rows."""
    decider.encoder.eval()
    token_ids = tokenise(decider.tokeniser, [row.text for row in rows])
    order = sorted(range(len(rows)), key=lambda row: len(token_ids[row]))
    found: dict[str, list[np.ndarray]] = {head: [] for head in decider.heads.labels}
    for at in range(0, len(order), EVALUATION_ROWS):
        ids, mask = pad([token_ids[row] for row in order[at : at + EVALUATION_ROWS]])
        for head, logits in decider.heads(pooled(decider.encoder, ids, mask)).items():
            found[head].append(logits.double().cpu().numpy())
    back = np.argsort(order)
    return {head: np.concatenate(parts)[back] for head, parts in found.items()}
