"""Writes a trained decider as the server reads it, measured after rounding: what is reported is what is served.
Reads one back, to measure it again.

adapter.safetensors (PEFT names, float16), adapter.json (rank, alpha), heads.json, report.json, loss.png, and probes.json:
a few gate texts with the probabilities they must get, by which a server can prove that adapter and heads belong together.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from pitcrew_training.calibration import probabilities
from pitcrew_training.decider import Decider, logits_of, new_decider
from pitcrew_training.encoder import ADAPTED_LAYERS, load_adapter, round_to_half, save_adapter
from pitcrew_training.heads import heads_file, label_ids, load_heads, rescale
from pitcrew_training.recipe import DeciderRecipe
from pitcrew_training.report import Run, common_report, draw_loss, write_json
from pitcrew_training.rows import DeciderRow
from pitcrew_training.scores import GateScore, head_reports, score

PROBES = 4


def write_decider(
    decider: Decider, gate: Sequence[DeciderRow], run: Run, recipe: DeciderRecipe, hours: float, out: Path
) -> dict[str, Any]:
    """Gives the report that was written."""
    out.mkdir(parents=True, exist_ok=True)
    save_adapter(round_to_half(decider.encoder), out / "adapter.safetensors")
    write_json({"rank": recipe.rank, "alpha": recipe.alpha, "targetModules": list(ADAPTED_LAYERS)}, out / "adapter.json")
    report = common_report(run, hours) | write_answers(decider, gate, recipe.max_tokens, out)
    write_json(report | {"epochs": epochs(decider.scores)}, out / "report.json")
    draw(decider, f"{run.role}: {len(run.train)} rows, seed {run.seed}", out / "loss.png")
    return report


def write_answers(decider: Decider, gate: Sequence[DeciderRow], max_tokens: int, out: Path) -> dict[str, Any]:
    """Fits the temperatures on the gate and writes heads.json and probes.json; gives what the report says of the gate."""
    labels = decider.heads.labels
    logits, right = logits_of(decider, gate), label_ids(gate, labels)
    heads = head_reports(logits, right, labels)
    temperatures = {head: result["temperature"] for head, result in heads.items()}
    dimension = decider.encoder.config.hidden_size
    write_json(heads_file(decider.heads, temperatures, dimension, max_tokens), out / "heads.json")
    write_json(probes(gate, logits, temperatures, labels), out / "probes.json")
    return {"gate": {"rows": len(gate), "jointAccuracy": score(logits, right).joint_accuracy}, "heads": heads}


def read_decider(base: Path, folder: Path, recipe: DeciderRecipe) -> Decider:
    """A decider as it was written."""
    content = json.loads((folder / "heads.json").read_text(encoding="utf-8"))
    decider = new_decider(base, {head: tuple(each["labels"]) for head, each in content["heads"].items()}, recipe)
    load_adapter(decider.encoder, folder / "adapter.safetensors")
    load_heads(decider.heads, content)
    return decider


def start_from(folder: Path, decider: Decider) -> None:
    """Puts the weights of a written decider into one of the same rank and labels, to be trained on."""
    content = json.loads((folder / "heads.json").read_text(encoding="utf-8"))
    written = {head: tuple(each["labels"]) for head, each in content["heads"].items()}
    if written != dict(decider.heads.labels):
        raise ValueError(f"{folder} has other heads or labels than the rows: train anew, without --init-from")
    load_adapter(decider.encoder, folder / "adapter.safetensors")
    load_heads(decider.heads, content)
    rescale(decider.heads)


def probes(
    gate: Sequence[DeciderRow],
    logits: Mapping[str, np.ndarray],
    temperatures: Mapping[str, float],
    labels: Mapping[str, tuple[str, ...]],
) -> list[dict[str, Any]]:
    """The first gate texts, evenly spread, with the probability of each label of each head."""
    chosen = range(0, len(gate), max(1, len(gate) // PROBES))[:PROBES]
    chances = {head: probabilities(logits[head], temperatures[head]) for head in labels}
    return [
        {
            "text": gate[row].text,
            "heads": {head: dict(zip(names, chances[head][row].tolist(), strict=True)) for head, names in labels.items()},
        }
        for row in chosen
    ]


def epochs(scores: Sequence[GateScore]) -> list[dict[str, Any]]:
    return [
        {"accuracy": dict(each.accuracy), "jointAccuracy": each.joint_accuracy, "surprise": each.surprise} for each in scores
    ]


def draw(decider: Decider, title: str, file: Path) -> None:
    steps = len(decider.losses) // max(1, len(decider.scores))
    course = [(steps * epoch, each.joint_accuracy) for epoch, each in enumerate(decider.scores, start=1)]
    draw_loss(decider.losses, course, "gate: rows with every head right", title, file)
