"""What a training run can be told: defaults that were measured to work, overridden by options of the same name."""

import argparse
from dataclasses import dataclass, fields
from typing import TypeVar

Recipe = TypeVar("Recipe")


@dataclass(frozen=True)
class DeciderRecipe:
    """Low-rank adapter on an encoder, and a linear head for each question."""

    rank: int = 16
    alpha: float = 32.0
    dropout: float = 0.1
    epochs: int = 12
    batch_rows: int = 16
    learning_rate: float = 1e-3
    head_learning_rate: float = 1e-3
    weight_decay: float = 0.01
    warm_up: float = 0.1
    label_smoothing: float = 0.0
    typos: float = 0.0
    consistency: float = 0.0
    max_tokens: int = 256


@dataclass(frozen=True)
class WriterRecipe:
    """Low-rank adapter on all seven linear layers of each block of a generator."""

    rank: int = 16
    alpha: float = 32.0
    dropout: float = 0.0
    epochs: int = 3
    batch_rows: int = 8
    learning_rate: float = 1e-3
    weight_decay: float = 0.0
    warm_up: float = 0.05
    max_tokens: int = 1024


def add_options(parser: argparse.ArgumentParser, recipe: type[Recipe]) -> None:
    for field in fields(recipe):
        kind = type(field.default)
        parser.add_argument(f"--{field.name.replace('_', '-')}", type=kind, default=field.default, help=f"{field.default}")


def read_options(options: argparse.Namespace, recipe: type[Recipe]) -> Recipe:
    return recipe(**{field.name: getattr(options, field.name) for field in fields(recipe)})
