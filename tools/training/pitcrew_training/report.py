"""Writes what a run leaves for people: report.json and the loss picture. Owns the fields that every report has."""

import json
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")

from matplotlib import pyplot

from pitcrew_training.recipe import DeciderRecipe, WriterRecipe
from pitcrew_training.rows import DeciderRow, WriterRow, digest

PACKAGES = ("torch", "transformers", "peft", "tokenizers", "gguf")
SMOOTHED_STEPS_SHARE = 0.02


@dataclass(frozen=True)
class Run:
    """What was trained on what, and how. `base` is the file of weights; `files` are the rows, `train` those used of them."""

    role: str
    base: Path
    files: Sequence[Path]
    train: Sequence[DeciderRow] | Sequence[WriterRow]
    recipe: DeciderRecipe | WriterRecipe
    seed: int


def common_report(run: Run, hours: float) -> dict[str, Any]:
    """`hours` are wall time, every seed counted."""
    return {
        "role": run.role,
        "finishedAt": datetime.now(UTC).isoformat(timespec="seconds"),
        "base": {"file": run.base.name, "digest": f"sha256:{digest(run.base)}"},
        "rows": {file.stem: rows_report(file) for file in run.files},
        **tool_schemas(run.files[0].parent),
        "trainedOn": {"rows": len(run.train), "voices": sorted({row.voice for row in run.train})},
        "seed": run.seed,
        "hours": round(hours, 4),
        "machine": platform.machine(),
        "versions": {name: version(name) for name in PACKAGES},
        "recipe": asdict(run.recipe),
    }


def rows_report(file: Path) -> dict[str, Any]:
    lines = file.read_text(encoding="utf-8").split("\n")
    return {"digest": f"sha256:{digest(file)}", "rows": sum(1 for line in lines if line.strip())}


def tool_schemas(folder: Path) -> dict[str, Any]:
    """The catalogue that the rows speak of, as the dataset tool wrote it beside them; rows of another origin have none."""
    file = folder / "tool-schemas.json"
    return {"toolSchemas": json.loads(file.read_text(encoding="utf-8"))} if file.exists() else {}


def write_json(content: Any, file: Path) -> None:
    file.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def draw_loss(losses: Sequence[float], gate: Sequence[tuple[int, float]], gate_name: str, title: str, file: Path) -> None:
    """Training loss (nats) by step, smoothed, and under it the gate's course as (step, value)."""
    figure, (above, below) = pyplot.subplots(2, 1, sharex=True, figsize=(8, 6), layout="constrained")
    above.plot(range(1, len(losses) + 1), losses, alpha=0.25, color="tab:blue")
    above.plot(range(1, len(losses) + 1), smoothed(losses), color="tab:blue")
    above.set(title=title, ylabel="training loss, nats", yscale="log")
    below.plot([step for step, _ in gate], [value for _, value in gate], marker="o", color="tab:orange")
    below.set(xlabel="step", ylabel=gate_name)
    for axes in (above, below):
        axes.grid(alpha=0.3)
    figure.savefig(file, dpi=100)
    pyplot.close(figure)


def smoothed(values: Sequence[float]) -> list[float]:
    """Running mean that forgets after some fiftieth of the run."""
    keep = 1 - 1 / max(1.0, SMOOTHED_STEPS_SHARE * len(values))
    mean, means = values[0] if values else 0.0, []
    for value in values:
        mean = keep * mean + (1 - keep) * value
        means.append(mean)
    return means
