"""Reads training rows (JSON Lines), refusing a line that training could not use.

Owns the two row shapes, written by the dataset tool with the same functions that serve. A voice is the author of a
row's words: splits are by voice, so this module keeps it but nothing trains on it.
"""

import hashlib
import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True)
class DeciderRow:
    """A text and, for each question (head) that applies to it, the right label."""

    text: str
    labels: Mapping[str, str]
    voice: str


@dataclass(frozen=True)
class Piece:
    """A part of what follows the prompt; `trained` is false for what the server forces. A text may be empty.

    `options` are all the texts that the server would choose this one from, itself among them; empty when that is not known.
    """

    text: str
    trained: bool
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class WriterRow:
    prompt: str
    pieces: tuple[Piece, ...]
    voice: str


class RowError(Exception):
    """A row that can't be used, with its file and line."""


def read_decider_rows(file: Path) -> list[DeciderRow]:
    return read_rows(file, decider_row)


def read_writer_rows(file: Path) -> list[WriterRow]:
    return read_rows(file, writer_row)


def of_some_voices(rows: list[DeciderRow], voices: int, seed: int) -> list[DeciderRow]:
    """The rows of that many voices, drawn by the seed; a larger draw holds the smaller ones."""
    every = sorted({row.voice for row in rows})
    drawn = set(random.Random(seed).sample(every, len(every))[:voices])
    return [row for row in rows if row.voice in drawn]


def digest(file: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_rows(file: Path, parse: Callable[[Any], Row]) -> list[Row]:
    if not file.exists():
        raise RowError(f"{file} does not exist. Make the rows first with the dataset tool.")
    rows: list[Row] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), start=1):
        if line.strip() == "":
            continue
        try:
            rows.append(parse(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise RowError(f"{file}:{number}: {error!r}. Make the rows again with the dataset tool.") from error
    if not rows:
        raise RowError(f"{file} has no rows.")
    return rows


def decider_row(line: Any) -> DeciderRow:
    labels = line["labels"]
    if not isinstance(labels, dict) or not labels:
        raise ValueError("labels must name at least one head")
    return DeciderRow(text(line["text"]), {text(head): text(label) for head, label in labels.items()}, text(line["voice"]))


def writer_row(line: Any) -> WriterRow:
    return WriterRow(text(line["prompt"]), tuple(writer_piece(piece) for piece in line["pieces"]), text(line["voice"]))


def writer_piece(piece: Any) -> Piece:
    options = tuple(text(option) for option in piece.get("options", ()))
    if options and piece["text"] not in options:
        raise ValueError(f"the piece {piece['text']!r} is none of its options")
    return Piece(str(piece["text"]), piece["trained"] is True, options)


def text(value: Any) -> str:
    if not isinstance(value, str) or value == "":
        raise ValueError(f"expected a text that is not empty, got {value!r}")
    return value
