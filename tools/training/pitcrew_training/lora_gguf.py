"""Reads and writes a LoRA adapter as llama.cpp takes it, to and from PEFT's names and layout.

Invariant: writing and reading back gives the same float16 weights, so the one committed file serves and trains on.
llama.cpp keeps the query and key rows of the `llama` architecture in another rotary order than PyTorch; since W + BA
adds row to row, the rows of their B are permuted likewise.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import gguf
import numpy as np
import torch
from torch import Tensor

LAYERS = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
PEFT_LAYERS = {served: trained for trained, served in LAYERS.items()}
PEFT_NAME = re.compile(r"base_model\.model\.model\.layers\.(\d+)\.(.+)\.lora_([AB])\.weight")
GGUF_NAME = re.compile(r"blk\.(\d+)\.(.+)\.weight\.lora_([ab])")
PERMUTED_ARCHITECTURES = ("llama",)
KNOWN_ARCHITECTURES = (*PERMUTED_ARCHITECTURES, "qwen2", "qwen3")


@dataclass(frozen=True)
class Shape:
    """What the layout depends on: the architecture's name in GGUF, and its numbers of heads."""

    architecture: str
    query_heads: int
    key_heads: int


def write_adapter(weights: dict[str, Tensor], alpha: float, shape: Shape, file: Path) -> None:
    """Weights by PEFT name: lora_A [rank, in], lora_B [out, rank]."""
    if shape.architecture not in KNOWN_ARCHITECTURES:
        raise ValueError(f"the layout of {shape.architecture!r} adapters is not known: {', '.join(KNOWN_ARCHITECTURES)} are")
    partial = file.with_suffix(".partial")
    writer = gguf.GGUFWriter(partial, shape.architecture)
    writer.add_string("general.type", "adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", alpha)
    for name, weight in sorted(weights.items()):
        served, half = gguf_name(name), weight.detach().cpu().to(torch.float16).numpy()
        heads = permuted_heads(served, shape)
        writer.add_tensor(served, half if heads == 0 else to_gguf_rows(half, heads))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    partial.replace(file)


def read_adapter(file: Path, shape: Shape) -> tuple[dict[str, Tensor], float]:
    """Weights by PEFT name (float32) and alpha."""
    reader = gguf.GGUFReader(file)
    alpha = reader.fields["adapter.lora.alpha"].contents()
    weights: dict[str, Tensor] = {}
    for tensor in reader.tensors:
        rows = np.array(tensor.data, dtype=np.float32)
        heads = permuted_heads(tensor.name, shape)
        weights[peft_name(tensor.name)] = torch.from_numpy(rows if heads == 0 else from_gguf_rows(rows, heads))
    return weights, float(alpha)


def to_gguf_rows(rows: np.ndarray, heads: int) -> np.ndarray:
    """Rows [heads * 2 * half, columns]: halves one after the other become pairs side by side."""
    paired = rows.reshape(heads, 2, rows.shape[0] // heads // 2, rows.shape[1]).swapaxes(1, 2)
    return np.ascontiguousarray(paired.reshape(rows.shape))


def from_gguf_rows(rows: np.ndarray, heads: int) -> np.ndarray:
    """The inverse of `to_gguf_rows`."""
    halves = rows.reshape(heads, rows.shape[0] // heads // 2, 2, rows.shape[1]).swapaxes(1, 2)
    return np.ascontiguousarray(halves.reshape(rows.shape))


def permuted_heads(served: str, shape: Shape) -> int:
    """How many heads the tensor's rows are permuted by; 0 when they are not."""
    if shape.architecture not in PERMUTED_ARCHITECTURES or not served.endswith(".lora_b"):
        return 0
    if ".attn_q." in served:
        return shape.query_heads
    return shape.key_heads if ".attn_k." in served else 0


def gguf_name(name: str) -> str:
    match = PEFT_NAME.fullmatch(name)
    if match is None or match[2] not in LAYERS:
        raise ValueError(f"{name} is no adapter weight of a layer that llama.cpp adapts")
    return f"blk.{match[1]}.{LAYERS[match[2]]}.weight.lora_{match[3].lower()}"


def peft_name(served: str) -> str:
    match = GGUF_NAME.fullmatch(served)
    if match is None or match[2] not in PEFT_LAYERS:
        raise ValueError(f"{served} is no adapter weight that PEFT knows")
    return f"base_model.model.model.layers.{match[1]}.{PEFT_LAYERS[match[2]]}.lora_{match[3].upper()}.weight"
