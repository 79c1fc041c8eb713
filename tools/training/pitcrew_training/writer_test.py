"""A toy generator through the real loop: a run that is stopped and goes on ends with the same weights as one that isn't."""

import os
import random
import signal
from collections.abc import Sequence
from pathlib import Path

import pytest
import torch
from peft import LoraConfig, get_peft_model
from transformers import LlamaConfig, LlamaForCausalLM

from pitcrew_training import writer
from pitcrew_training.batches import grouped_by_length
from pitcrew_training.checkpoint import Progress
from pitcrew_training.generator import Generator, adapter_weights
from pitcrew_training.lora_gguf import LAYERS, Shape
from pitcrew_training.pieces import Batch, Example, Target
from pitcrew_training.recipe import WriterRecipe
from pitcrew_training.schedule import rate_factor
from pitcrew_training.tokeniser import PieceTokeniser
from pitcrew_training.writer import Course, Limits, StoppedError, train_writer

RECIPE = WriterRecipe(rank=2, alpha=4.0, dropout=0.1, epochs=4, batch_rows=4, learning_rate=1e-2)
UNBOUNDED = Limits(minutes_max=0, checkpoint_minutes=60)


def toy_generator() -> Generator:
    torch.manual_seed(0)
    shape = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2, "vocab_size": 20}
    bare = LlamaForCausalLM(LlamaConfig(**shape, num_attention_heads=2, num_key_value_heads=1))
    layers = [layer.split(".")[-1] for layer in LAYERS]
    config = LoraConfig(r=RECIPE.rank, lora_alpha=RECIPE.alpha, lora_dropout=RECIPE.dropout, target_modules=layers)
    return Generator(get_peft_model(bare, config), TOY, Shape("llama", 2, 1), torch.device("cpu"))


TOY = PieceTokeniser(lambda text: [], lambda text: [], padding=0)


def toy_rows(count: int = 22) -> list[Example]:
    """Copy the first token after token 1: learnable, and of several lengths."""
    source = random.Random(4)
    rows = []
    for _ in range(count):
        filler = [source.randrange(2, 20) for _ in range(source.randrange(2, 6))]
        rows.append(Example((*filler, 1, filler[0]), ((Target(len(filler) + 1),),)))
    return rows


def run(file: Path, limits: Limits = UNBOUNDED) -> tuple[Generator, Progress]:
    generator, rows = toy_generator(), toy_rows()
    return generator, train_writer(generator, rows, rows[:5], Course(RECIPE, 1, limits, file, "toy"))


def test_the_toy_is_learnt(tmp_path: Path) -> None:
    _, progress = run(tmp_path / "toy.pt")
    assert len(progress.losses) == 4 * 6
    assert sum(progress.losses[-6:]) < sum(progress.losses[:6])
    assert [each["step"] for each in progress.gate] == [6, 12, 18, 24]


@pytest.mark.parametrize("stop_after", [1, 8, 12])
def test_a_run_that_was_stopped_ends_as_one_that_was_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop_after: int
) -> None:
    whole, whole_progress = run(tmp_path / "whole.pt")
    plain, steps = writer.step, 0

    def step_then_stop(*arguments: object) -> float:
        nonlocal steps
        steps += 1
        if steps == stop_after:
            os.kill(os.getpid(), signal.SIGTERM)
        return plain(*arguments)

    monkeypatch.setattr(writer, "step", step_then_stop)
    with pytest.raises(StoppedError, match=f"step {stop_after}"):
        run(tmp_path / "cut.pt")
    torch.manual_seed(99)
    resumed, progress = run(tmp_path / "cut.pt")
    assert progress.losses == whole_progress.losses
    expected = adapter_weights(whole)
    assert all(torch.equal(weight, expected[name]) for name, weight in adapter_weights(resumed).items())


def test_a_checkpoint_of_another_run_is_not_used(tmp_path: Path) -> None:
    generator, rows = toy_generator(), toy_rows()
    run(tmp_path / "toy.pt")
    progress = train_writer(generator, rows, rows[:5], Course(RECIPE, 1, UNBOUNDED, tmp_path / "toy.pt", "other rows"))
    assert len(progress.losses) == 24


def test_minutes_end_a_run_with_the_rate_at_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rates: list[float] = []
    plain, clock = writer.step, iter(float(second) for second in range(10_000))

    def noted(trainee: writer.Trainee, batch: Batch, rate: float) -> float:
        rates.append(rate)
        return plain(trainee, batch, rate)

    monkeypatch.setattr(writer, "step", noted)
    monkeypatch.setattr(writer.time, "monotonic", lambda: next(clock))
    _, progress = run(tmp_path / "toy.pt", Limits(minutes_max=10 / 60, checkpoint_minutes=60))
    assert len(progress.losses) == 10
    assert 0 < rates[-1] < 0.2 * max(rates)


@pytest.mark.parametrize(("progress", "factor"), [(0, 0), (0.025, 0.5), (0.05, 1), (0.525, 0.5), (1, 0), (1.2, 0)])
def test_the_rate_warms_up_then_falls_in_a_line(progress: float, factor: float) -> None:
    assert rate_factor(progress, 0.05) == pytest.approx(factor)


def lengths(batch: Sequence[int]) -> int:
    return max(batch) - min(batch)


def test_batches_hold_every_item_once_and_like_lengths() -> None:
    source = random.Random(2)
    items = [source.randrange(10, 200) for _ in range(203)]
    batches = grouped_by_length(items, 8, lambda item: item, random.Random(3))
    assert sorted(item for batch in batches for item in batch) == sorted(items)
    assert all(len(batch) <= 8 for batch in batches)
    assert sum(map(lengths, batches)) / len(batches) < 40
