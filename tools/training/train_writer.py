#!/usr/bin/env python3
"""Trains one writer's adapter from its rows: `python3 tools/training/train_writer.py --role executor`.

Writes adapter.gguf, report.json and loss.png into --out. A run that was killed goes on when the same command runs again.
"""

from environment import ROOT, enter

enter()

import argparse  # noqa: E402
from pathlib import Path  # noqa: E402

import torch  # noqa: E402

from pitcrew_training.bases import generator_base  # noqa: E402
from pitcrew_training.checkpoint import fingerprint  # noqa: E402
from pitcrew_training.generator import load_generator  # noqa: E402
from pitcrew_training.pieces import examples  # noqa: E402
from pitcrew_training.recipe import WriterRecipe, add_options, read_options  # noqa: E402
from pitcrew_training.report import Run  # noqa: E402
from pitcrew_training.rows import RowError, digest, read_writer_rows  # noqa: E402
from pitcrew_training.writer import Course, Limits, StoppedError, train_writer  # noqa: E402
from pitcrew_training.writer_files import write_writer  # noqa: E402


def main() -> None:
    options = read_arguments()
    torch.set_num_threads(options.threads)
    base = generator_base(options.base, ROOT)
    rows = options.rows or ROOT / ".training" / "rows" / options.role
    files = (rows / "train.jsonl", rows / "gate.jsonl")
    train, gate = (read_writer_rows(file) for file in files)
    recipe = read_options(options, WriterRecipe)
    generator = load_generator(base, recipe, options.init_from)
    taught, judged = (examples(some, generator.tokeniser, recipe.max_tokens) for some in (train, gate))
    print(f"{len(taught)} of {len(train)} training rows and {len(judged)} of {len(gate)} gate rows have a choice to learn")
    inputs = [digest(file) for file in (*files, base, options.init_from) if file is not None]
    name = fingerprint(inputs=inputs, recipe=recipe, seed=options.seed)
    limits = Limits(options.max_minutes, options.checkpoint_minutes)
    checkpoint = options.checkpoint or ROOT / ".training" / "checkpoints" / f"{options.role}.pt"
    progress = train_writer(generator, taught, judged, Course(recipe, options.seed, limits, checkpoint, name))
    out = options.out or ROOT / "models" / options.role
    run = Run(options.role, base, files, train, recipe, options.seed)
    report = write_writer(generator, progress, judged, run, recipe.alpha, out)
    checkpoint.unlink(missing_ok=True)
    print(f"gate: values {report['gate']['valueAccuracy']:.3f}, rows {report['gate']['rowAccuracy']:.3f}; written to {out}")


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--role", required=True, help="executor, scratchpad, ...")
    parser.add_argument("--rows", type=Path, help="folder with train.jsonl and gate.jsonl (.training/rows/<role>)")
    parser.add_argument("--base", type=Path, help="the GGUF that is served (.cache/models/...q4_0.gguf)")
    parser.add_argument("--out", type=Path, help="where the trained files go (models/<role>)")
    parser.add_argument("--checkpoint", type=Path, help="where an interrupted run goes on (.training/checkpoints/<role>.pt)")
    parser.add_argument("--init-from", type=Path, help="an adapter.gguf to continue from")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--max-minutes", type=float, default=0, help="end the run after so many minutes of training")
    parser.add_argument("--checkpoint-minutes", type=float, default=5)
    add_options(parser, WriterRecipe)
    return parser.parse_args()


if __name__ == "__main__":
    try:
        main()
    except StoppedError as stopped:
        raise SystemExit(f"train_writer: {stopped}") from stopped
    except (RowError, ValueError) as error:
        raise SystemExit(f"train_writer: {error}") from error
