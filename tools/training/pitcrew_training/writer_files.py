"""Writes a trained writer as the server reads it, measured after rounding: adapter.gguf, report.json and loss.png."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from peft import set_peft_model_state_dict

from pitcrew_training.checkpoint import Progress
from pitcrew_training.generator import Generator, adapter_weights
from pitcrew_training.lora_gguf import read_adapter, write_adapter
from pitcrew_training.pieces import Example
from pitcrew_training.report import Run, common_report, draw_loss, write_json
from pitcrew_training.writer_gate import gate_scores


def write_writer(
    generator: Generator, progress: Progress, gate: Sequence[Example], run: Run, alpha: float, out: Path
) -> dict[str, Any]:
    """Gives the report that was written. The gate judges the adapter as it was read back from its file."""
    out.mkdir(parents=True, exist_ok=True)
    write_adapter(adapter_weights(generator), alpha, generator.shape, out / "adapter.gguf")
    served, _ = read_adapter(out / "adapter.gguf", generator.shape)
    set_peft_model_state_dict(generator.model, served)
    report = common_report(run, progress.seconds / 3600)
    report |= {
        "steps": len(progress.losses),
        "tokens": progress.tokens,
        "tokensPerSecond": round(progress.tokens / max(progress.seconds, 1e-9)),
        "device": str(generator.device),
        "gate": gate_scores(generator, gate),
        "gateByEpoch": progress.gate,
    }
    write_json(report, out / "report.json")
    course = [(int(each["step"]), each["rowAccuracy"]) for each in progress.gate]
    draw_loss(
        progress.losses,
        course,
        "gate: rows with every value right",
        f"{run.role}: {len(run.train)} rows, seed {run.seed}",
        out / "loss.png",
    )
    return report
