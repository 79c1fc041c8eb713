"""Where the training environment lives, and how a script gets into it.

Owns the path of the environment. Imports nothing but the standard library, because it runs before anything is installed.
"""

import importlib.util
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Bases are files at hand: nothing is looked up in a hub, and loading them needs no commentary.
QUIET = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_VERBOSITY": "error", "PYTHONWARNINGS": "ignore::FutureWarning"}
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"


def enter() -> None:
    """Run the calling script again on the environment's Python, unless this Python can train already."""
    os.environ.update(QUIET)
    if importlib.util.find_spec("torch") is not None and importlib.util.find_spec("peft") is not None:
        return
    if not PYTHON.exists() or Path(sys.executable) == PYTHON:
        sys.exit("Training is not set up. Run: python3 tools/training/bootstrap.py")
    os.execv(PYTHON, [str(PYTHON), *sys.argv])
