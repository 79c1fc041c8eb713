#!/usr/bin/env python3
"""Trains one decider from its rows: `python3 tools/training/train_decider.py --role router`.

Writes adapter.safetensors, adapter.json, heads.json, probes.json, report.json and loss.png into --out.
"""

from environment import ROOT, enter

enter()

import argparse  # noqa: E402
import time  # noqa: E402
from functools import partial  # noqa: E402
from pathlib import Path  # noqa: E402

import torch  # noqa: E402

from pitcrew_training.bases import encoder_base  # noqa: E402
from pitcrew_training.decider import Decider, train_decider  # noqa: E402
from pitcrew_training.decider_files import start_from, write_decider  # noqa: E402
from pitcrew_training.heads import answerable, discover_labels  # noqa: E402
from pitcrew_training.recipe import DeciderRecipe, add_options, read_options  # noqa: E402
from pitcrew_training.report import Run  # noqa: E402
from pitcrew_training.rows import DeciderRow, RowError, of_some_voices, read_decider_rows  # noqa: E402
from pitcrew_training.scores import GateScore  # noqa: E402


def main() -> None:
    options = read_arguments()
    torch.set_num_threads(options.threads)
    rows = options.rows or ROOT / ".training" / "rows" / options.role
    files = (rows / "train.jsonl", rows / "gate.jsonl")
    train, gate = (read_decider_rows(file) for file in files)
    if options.voices > 0:
        train = of_some_voices(train, options.voices, options.seed)
    recipe = read_options(options, DeciderRecipe)
    gate = answerable(gate, discover_labels(train))
    begin = time.monotonic()
    seed, decider = best_of(options, train, gate, recipe)
    hours = (time.monotonic() - begin) / 3600
    out = options.out or ROOT / "models" / options.role
    base = encoder_base(options.base, ROOT) / "model.safetensors"
    report = write_decider(decider, gate, Run(options.role, base, files, train, recipe, seed), recipe, hours, out)
    for head, result in report["heads"].items():
        print(f"{head}: {result.get('accuracy', 0):.3f} of {result['n']}")
    print(f"written to {out}")


def best_of(
    options: argparse.Namespace, train: list[DeciderRow], gate: list[DeciderRow], recipe: DeciderRecipe
) -> tuple[int, Decider]:
    """The seed and decider that the gate likes best; every seed trains alike otherwise."""
    base = encoder_base(options.base, ROOT)
    best: tuple[GateScore, int, Decider] | None = None
    for seed in range(options.seed, options.seed + options.seeds):
        start = partial(start_from, options.init_from) if options.init_from else lambda _: None
        decider = train_decider(base, train, gate, recipe, seed, partial(tell, recipe, seed), start)
        reached = max(decider.scores, key=GateScore.rank)
        if best is None or reached.better_than(best[0]):
            best = (reached, seed, decider)
    if best is None:
        raise ValueError("--seeds must be at least 1")
    return best[1], best[2]


def tell(recipe: DeciderRecipe, seed: int, epoch: int, now: GateScore) -> None:
    heads = "  ".join(f"{head} {accuracy:.3f}" for head, accuracy in now.accuracy.items())
    print(f"seed {seed}  epoch {epoch}/{recipe.epochs}  gate: {heads}  surprise {now.surprise:.3f}", flush=True)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--role", required=True, help="router, planner, validator, ...")
    parser.add_argument("--rows", type=Path, help="folder with train.jsonl and gate.jsonl (.training/rows/<role>)")
    parser.add_argument("--base", type=Path, help="folder with the encoder's config, tokeniser and safetensors")
    parser.add_argument("--out", type=Path, help="where the trained files go (models/<role>)")
    parser.add_argument("--init-from", type=Path, help="a trained folder to continue from, of the same rank and labels")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=1, help="train this many seeds and keep the best by gate")
    parser.add_argument("--voices", type=int, default=0, help="train on this many voices only, for a learning curve")
    parser.add_argument("--threads", type=int, default=2)
    add_options(parser, DeciderRecipe)
    return parser.parse_args()


if __name__ == "__main__":
    try:
        main()
    except (RowError, ValueError) as error:
        raise SystemExit(f"train_decider: {error}") from error
