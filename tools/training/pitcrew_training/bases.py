"""Finds the base models that set-up fetched, so that a usual run needs no path."""

from pathlib import Path

GENERATOR = Path(".cache/models/smollm2-135m-instruct-q4_0.gguf")


def encoder_base(given: Path | None, root: Path) -> Path:
    """The folder given, else the encoder among the downloads: the one with a config, a tokeniser and weights."""
    candidates = [given] if given else sorted(config.parent for config in (root / ".cache/downloads").rglob("config.json"))
    for folder in candidates:
        if all((folder / name).exists() for name in ("config.json", "tokenizer.json", "model.safetensors")):
            return folder
    where = given or root / ".cache/downloads"
    needed = "config.json, tokenizer.json and model.safetensors"
    raise ValueError(f"{where} holds no {needed} in one folder. Run `npm start` once, or give --base.")


def generator_base(given: Path | None, root: Path) -> Path:
    """The GGUF given, else the one that set-up made for serving."""
    file = given or root / GENERATOR
    if not file.exists():
        raise ValueError(f"{file} does not exist. Run `npm start` once, or give --base.")
    return file
