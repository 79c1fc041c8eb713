#!/usr/bin/env python3
"""Makes the environment that training runs in: `python3 tools/training/bootstrap.py [--test]`.

Owns .venv at the repository's root. Running it again is cheap: an environment made from the same pins is left alone.
On a machine without an NVIDIA GPU it asks PyTorch's CPU index first (0.2 GB); where that is out of reach it takes PyPI's
build, which also runs on a CPU but does not import without its CUDA libraries (some 3 GB to fetch, 5.5 GB on disk).
"""

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from environment import ENVIRONMENT, PYTHON

HERE = Path(__file__).resolve().parent
STAMP = ENVIRONMENT / "pitcrew-training.stamp"
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
INDEX_TIMEOUT_SECONDS = 10
CHECK = "import gguf, peft, torch, transformers; print('torch', torch.__version__, '| CUDA', torch.cuda.is_available())"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--test", action="store_true", help="also install what the tests need")
    pins = HERE / ("requirements-test.txt" if arguments.parse_args().test else "requirements.txt")
    if is_current(pins):
        print(f"{ENVIRONMENT} is up to date")
        return
    make_environment()
    install_torch(torch_pin())
    pip("install", "-r", str(pins))
    subprocess.run([PYTHON, "-c", CHECK], check=True)
    STAMP.write_text(stamp(pins))


def stamp(pins: Path) -> str:
    """One line per pinned file: its name and digest. The test pins hold the others too."""
    files = sorted({HERE / "requirements.txt", pins})
    return "".join(f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n" for file in files)


def is_current(pins: Path) -> bool:
    made = set(STAMP.read_text().splitlines()) if STAMP.exists() else set()
    return PYTHON.exists() and set(stamp(pins).splitlines()) <= made


def make_environment() -> None:
    """A venv without pip of its own: Debian leaves ensurepip out, and pip can install into another environment."""
    if importlib.util.find_spec("pip") is None:
        sys.exit("pip is missing. Install it (Debian: apt-get install python3-pip) and run this again.")
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(ENVIRONMENT)], check=True)


def torch_pin() -> str:
    return next(line for line in (HERE / "requirements.txt").read_text().splitlines() if line.startswith("torch=="))


def install_torch(pin: str) -> None:
    if not has_nvidia_gpu() and "PIP_NO_INDEX" not in os.environ:
        bounded = ("--timeout", str(INDEX_TIMEOUT_SECONDS), "--retries", "0")
        if pip("install", *bounded, "--index-url", CPU_INDEX, pin, must_succeed=False):
            return
        print("PyTorch's CPU index gave no build: taking PyPI's, with its CUDA libraries")
    pip("install", pin)


def has_nvidia_gpu() -> bool:
    probe = shutil.which("nvidia-smi")
    return probe is not None and subprocess.run([probe], capture_output=True).returncode == 0


def pip(*arguments: str, must_succeed: bool = True) -> bool:
    command = [sys.executable, "-m", "pip", "--python", str(PYTHON), *arguments, "--progress-bar", "off"]
    return subprocess.run(command, check=must_succeed).returncode == 0


if __name__ == "__main__":
    main()
