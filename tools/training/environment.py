"""Where the training environment lives, and how a script gets into it.

Owns the path of the environment. Imports nothing but the standard library, because it runs before anything is installed.
"""

import importlib.util
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Bases are files at hand: nothing is looked up in a hub, and loading them needs no commentary.
# glibc would give every step's tensors back to the kernel and fault them in again at the next: a third of the speed is lost to it.
MEMORY = {"MALLOC_MMAP_THRESHOLD_": "4000000000", "MALLOC_TRIM_THRESHOLD_": "16000000000", "OMP_WAIT_POLICY": "passive"}
QUIET = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_VERBOSITY": "error", "PYTHONWARNINGS": "ignore::FutureWarning"}
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"


def enter() -> None:
    """Run the calling script again on the environment's Python with its settings, unless that has happened already."""
    settings = {**MEMORY, **QUIET}
    can_train = importlib.util.find_spec("torch") is not None and importlib.util.find_spec("peft") is not None
    if can_train and all(os.environ.get(name) == value for name, value in settings.items()):
        return
    if not can_train and (not PYTHON.exists() or Path(sys.executable) == PYTHON):
        sys.exit("Training is not set up. Run: python3 tools/training/bootstrap.py")
    python = sys.executable if can_train else str(PYTHON)
    os.execve(python, [python, *sys.argv], {**os.environ, **settings})
