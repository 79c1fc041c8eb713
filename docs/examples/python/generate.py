"""Generates the gateway's Python client from the protos: `python generate.py [FOLDER]`, by default into `generated` beside this file."""

import sys
from importlib.resources import files
from pathlib import Path

from grpc_tools import protoc

HERE = Path(__file__).resolve().parent
PROTOS = HERE.parents[2] / "protos"
GOOGLE = files("grpc_tools") / "_proto"

target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "generated"
target.mkdir(parents=True, exist_ok=True)
options = [f"--proto_path={PROTOS}", f"--proto_path={GOOGLE}", f"--python_out={target}", f"--grpc_python_out={target}"]
sys.exit(protoc.main(["protoc", *options, *sorted(str(file) for file in (PROTOS / "pitcrew").rglob("*.proto"))]))
