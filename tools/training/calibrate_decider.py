#!/usr/bin/env python3
"""Measures a trained decider on its gate rows again, without training: `calibrate_decider.py --role router`.

For gate rows that have changed, or another way to fit temperatures. Rewrites heads.json, probes.json and report.json.
"""

from environment import ROOT, enter

enter()

import argparse  # noqa: E402
import json  # noqa: E402
from pathlib import Path  # noqa: E402

from pitcrew_training.bases import encoder_base  # noqa: E402
from pitcrew_training.decider_files import read_decider, write_answers  # noqa: E402
from pitcrew_training.recipe import DeciderRecipe  # noqa: E402
from pitcrew_training.report import rows_report, write_json  # noqa: E402
from pitcrew_training.rows import RowError, read_decider_rows  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--role", required=True, help="router, planner, validator, ...")
    parser.add_argument("--rows", type=Path, help="folder with gate.jsonl (.training/rows/<role>)")
    parser.add_argument("--base", type=Path, help="folder with the encoder's config, tokeniser and safetensors")
    parser.add_argument("--out", type=Path, help="where the trained files are (models/<role>)")
    options = parser.parse_args()
    out = options.out or ROOT / "models" / options.role
    gate = (options.rows or ROOT / ".training" / "rows" / options.role) / "gate.jsonl"
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    recipe = DeciderRecipe(**report["recipe"])
    decider = read_decider(encoder_base(options.base, ROOT), out, recipe)
    report |= write_answers(decider, read_decider_rows(gate), recipe.max_tokens, out)
    report["rows"]["gate"] = rows_report(gate)
    write_json(report, out / "report.json")
    for head, result in report["heads"].items():
        print(f"{head}: {result['accuracy']:.3f} of {result['n']}, temperature {result['temperature']:.2f}")


if __name__ == "__main__":
    try:
        main()
    except (RowError, ValueError) as error:
        raise SystemExit(f"calibrate_decider: {error}") from error
