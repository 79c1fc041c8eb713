"""Trains a writer's adapter: completion-only loss, warm-up and linear decay, checkpoints that resume exactly.

The loop owns time, progress and checkpoints; the order of the rows is a function of seed and epoch alone. A run ends
after its epochs or its minutes, whichever comes first, and the learning rate reaches nothing at that end.
"""

import random
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from tqdm import tqdm

from pitcrew_training import checkpoint
from pitcrew_training.batches import grouped_by_length
from pitcrew_training.checkpoint import Progress
from pitcrew_training.generator import Generator, target_logits
from pitcrew_training.pieces import Batch, Example, collate
from pitcrew_training.recipe import WriterRecipe
from pitcrew_training.schedule import rate_factor
from pitcrew_training.writer_gate import gate_scores, some_of

GRADIENT_NORM_MAX = 1.0
GATE_ROWS_BETWEEN = 100


class StoppedError(Exception):
    """The run was told to stop; its checkpoint is saved."""


@dataclass(frozen=True)
class Limits:
    """Bounds in minutes: of the whole run, over all its resumptions (0: none), and between checkpoints."""

    minutes_max: float
    checkpoint_minutes: float


@dataclass(frozen=True)
class Course:
    """What a run is told. `file` is its checkpoint, `fingerprint` the name of the run that may use it."""

    recipe: WriterRecipe
    seed: int
    limits: Limits
    file: Path
    fingerprint: str


@dataclass(frozen=True)
class Trainee:
    generator: Generator
    optimizer: torch.optim.AdamW


def train_writer(generator: Generator, train: Sequence[Example], gate: Sequence[Example], course: Course) -> Progress:
    """Trains the generator's adapter in place."""
    torch.manual_seed(course.seed)
    adapter = [weight for weight in generator.model.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(adapter, lr=course.recipe.learning_rate, weight_decay=course.recipe.weight_decay)
    trainee = Trainee(generator, optimizer)
    progress = checkpoint.load(course.file, course.fingerprint, generator.model, optimizer)
    while progress.epoch < course.recipe.epochs and not out_of_time(progress, course.limits):
        run_epoch(trainee, course, progress, train)
        if progress.batch == 0:
            progress.gate.append({"step": len(progress.losses), **gate_scores(generator, some_of(gate, GATE_ROWS_BETWEEN))})
            save(trainee, course, progress)
    return progress


def save(trainee: Trainee, course: Course, progress: Progress) -> None:
    checkpoint.save(course.file, course.fingerprint, trainee.generator.model, trainee.optimizer, progress)


def run_epoch(trainee: Trainee, course: Course, progress: Progress, train: Sequence[Example]) -> None:
    """Goes on from the progress's batch; leaves batch 0 of the next epoch, or the batch where the time was up."""
    source = random.Random(f"{course.seed}:{progress.epoch}")
    order = source.sample(list(train), len(train))
    batches = grouped_by_length(order, course.recipe.batch_rows, lambda each: len(each.ids), source)
    steps = course.recipe.epochs * len(batches)
    title = f"epoch {progress.epoch + 1}/{course.recipe.epochs}"
    saved_at = time.monotonic()
    with tqdm(total=steps, initial=len(progress.losses), desc=title, unit="step") as bar, StopSignals() as stop:
        while progress.batch < len(batches) and not out_of_time(progress, course.limits):
            timed_step(trainee, course, progress, batches[progress.batch], steps)
            bar.update()
            bar.set_postfix_str(f"loss {progress.losses[-1]:.3f}, {progress.tokens / progress.seconds:.0f} tokens/s")
            if stop.wanted or time.monotonic() - saved_at > 60 * course.limits.checkpoint_minutes:
                save(trainee, course, progress)
                saved_at = time.monotonic()
            if stop.wanted:
                raise StoppedError(f"stopped at step {len(progress.losses)}; the same command goes on from there")
    if progress.batch == len(batches):
        progress.epoch, progress.batch = progress.epoch + 1, 0


def timed_step(trainee: Trainee, course: Course, progress: Progress, rows: Sequence[Example], steps: int) -> None:
    begin = time.monotonic()
    batch = collate(rows, trainee.generator.tokeniser.padding)
    factor = rate_factor(share_done(progress, steps, course.limits), course.recipe.warm_up)
    progress.losses.append(step(trainee, batch, course.recipe.learning_rate * factor))
    progress.batch += 1
    progress.tokens += int(batch.mask.sum())
    progress.seconds += time.monotonic() - begin


def step(trainee: Trainee, batch: Batch, learning_rate: float) -> float:
    """One update; gives the batch's loss, in nats a target token."""
    trainee.generator.model.train()
    for group in trainee.optimizer.param_groups:
        group["lr"] = learning_rate
    loss = target_loss(target_logits(trainee.generator, batch), batch)
    trainee.optimizer.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(trainee.optimizer.param_groups[0]["params"], GRADIENT_NORM_MAX)
    trainee.optimizer.step()
    return float(loss.detach())


def target_loss(logits: Tensor, batch: Batch) -> Tensor:
    """Mean cross-entropy of logits [targets, vocabulary]."""
    return nn.functional.cross_entropy(logits, batch.wanted.to(logits.device))


def share_done(progress: Progress, steps: int, limits: Limits) -> float:
    """How much of the run is done (0 to 1), by steps or by minutes, whichever is further."""
    by_time = progress.seconds / (60 * limits.minutes_max) if limits.minutes_max > 0 else 0.0
    return max(len(progress.losses) / steps, by_time)


def out_of_time(progress: Progress, limits: Limits) -> bool:
    return limits.minutes_max > 0 and progress.seconds >= 60 * limits.minutes_max


class StopSignals:
    """While entered, an interrupt or a termination is only noted: a step is never cut in half."""

    def __enter__(self) -> "StopSignals":
        self.wanted = False
        self.before = {number: signal.signal(number, self.note) for number in (signal.SIGINT, signal.SIGTERM)}
        return self

    def note(self, *_: object) -> None:
        self.wanted = True

    def __exit__(self, *_: object) -> None:
        for number, handler in self.before.items():
            signal.signal(number, handler)
