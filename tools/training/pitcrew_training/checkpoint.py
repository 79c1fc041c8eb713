"""Saves the whole state of a writer's training, so that a killed run goes on as if it had never stopped.

Invariants: a checkpoint is whole or absent (written aside, then renamed); it is used only by a run of the same rows,
base, recipe and seed.
"""

import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from peft import PeftModel, get_peft_model_state_dict, set_peft_model_state_dict


@dataclass
class Progress:
    """Where a run is: the next batch of which epoch, its past, and the time (seconds) and tokens it took."""

    epoch: int = 0
    batch: int = 0
    losses: list[float] = field(default_factory=list)
    gate: list[dict[str, float]] = field(default_factory=list)
    seconds: float = 0.0
    tokens: int = 0


def fingerprint(**inputs: Any) -> str:
    """Names a run by all that decides its outcome."""
    return hashlib.sha256(json.dumps(inputs, sort_keys=True, default=str).encode()).hexdigest()


def save(file: Path, run: str, model: PeftModel, optimizer: torch.optim.Optimizer, progress: Progress) -> None:
    state = {
        "run": run,
        "adapter": get_peft_model_state_dict(model),
        "optimizer": optimizer.state_dict(),
        "random": torch.get_rng_state(),
        "random_cuda": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
        "progress": vars(progress),
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(".partial")
    torch.save(state, partial)
    os.replace(partial, file)


def load(file: Path, run: str, model: PeftModel, optimizer: torch.optim.Optimizer) -> Progress:
    """Puts model, optimizer and random source back; a fresh progress when there is no checkpoint of this run."""
    state = torch.load(file, map_location="cpu", weights_only=True) if file.exists() else None
    if state is None or state["run"] != run:
        return Progress()
    set_peft_model_state_dict(model, state["adapter"])
    optimizer.load_state_dict(state["optimizer"])
    torch.set_rng_state(state["random"])
    if torch.cuda.is_available():
        torch.cuda.set_rng_state_all(state["random_cuda"])
    return Progress(**state["progress"])
