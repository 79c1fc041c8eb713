"""The adapter's file form: names, row order and float16 survive a round trip; the order is the one llama.cpp expects."""

from pathlib import Path

import gguf
import numpy as np
import pytest
import torch

from pitcrew_training.lora_gguf import Shape, from_gguf_rows, gguf_name, peft_name, read_adapter, to_gguf_rows, write_adapter

SMOLLM = Shape("llama", query_heads=9, key_heads=3)
STEM = "base_model.model.model.layers.7."


def random_adapter() -> dict[str, torch.Tensor]:
    outputs = {"self_attn.q_proj": 36, "self_attn.k_proj": 12, "self_attn.v_proj": 12, "mlp.down_proj": 20}
    made = {}
    for layer, rows in outputs.items():
        made[f"{STEM}{layer}.lora_A.weight"] = torch.randn(4, 8).half().float()
        made[f"{STEM}{layer}.lora_B.weight"] = torch.randn(rows, 4).half().float()
    return made


def test_rows_of_one_head_become_pairs() -> None:
    rows = np.arange(4).reshape(4, 1)
    assert to_gguf_rows(rows, 1).ravel().tolist() == [0, 2, 1, 3]


@pytest.mark.parametrize("heads", [1, 3, 9])
def test_permuting_back_gives_the_same_rows(heads: int) -> None:
    rows = np.random.default_rng(heads).normal(size=(heads * 8, 5))
    assert not np.array_equal(to_gguf_rows(rows, heads), rows)
    assert np.array_equal(from_gguf_rows(to_gguf_rows(rows, heads), heads), rows)


def test_a_permuted_product_is_the_product_of_the_permuted(tmp_path: Path) -> None:
    b, a = np.random.default_rng(1).normal(size=(24, 4)), np.random.default_rng(2).normal(size=(4, 6))
    assert np.allclose(to_gguf_rows(b @ a, 3), to_gguf_rows(b, 3) @ a)


@pytest.mark.parametrize("architecture", ["llama", "qwen2"])
def test_what_is_written_reads_back_equal(tmp_path: Path, architecture: str) -> None:
    weights, shape = random_adapter(), Shape(architecture, 9, 3)
    write_adapter(weights, 32.0, shape, tmp_path / "adapter.gguf")
    back, alpha = read_adapter(tmp_path / "adapter.gguf", shape)
    assert alpha == 32.0
    assert back.keys() == weights.keys()
    assert all(torch.equal(back[name], weights[name]) for name in weights)


def test_only_query_and_key_rows_of_llama_are_permuted(tmp_path: Path) -> None:
    weights = random_adapter()
    write_adapter(weights, 32.0, SMOLLM, tmp_path / "adapter.gguf")
    stored = {tensor.name: np.array(tensor.data) for tensor in gguf.GGUFReader(tmp_path / "adapter.gguf").tensors}
    moved = {name for name, weight in weights.items() if not np.array_equal(stored[gguf_name(name)], weight.half().numpy())}
    assert moved == {f"{STEM}self_attn.q_proj.lora_B.weight", f"{STEM}self_attn.k_proj.lora_B.weight"}


def test_the_file_says_what_llama_cpp_asks_for(tmp_path: Path) -> None:
    write_adapter(random_adapter(), 32.0, SMOLLM, tmp_path / "adapter.gguf")
    fields = gguf.GGUFReader(tmp_path / "adapter.gguf").fields
    told = {
        key: fields[key].contents() for key in ("general.type", "general.architecture", "adapter.type", "adapter.lora.alpha")
    }
    assert told == {
        "general.type": "adapter",
        "general.architecture": "llama",
        "adapter.type": "lora",
        "adapter.lora.alpha": 32.0,
    }


@pytest.mark.parametrize(
    ("trained", "served"),
    [
        ("base_model.model.model.layers.0.self_attn.o_proj.lora_A.weight", "blk.0.attn_output.weight.lora_a"),
        ("base_model.model.model.layers.29.mlp.gate_proj.lora_B.weight", "blk.29.ffn_gate.weight.lora_b"),
    ],
)
def test_names_translate_both_ways(trained: str, served: str) -> None:
    assert gguf_name(trained) == served
    assert peft_name(served) == trained


def test_a_weight_without_a_place_and_an_unknown_architecture_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no adapter weight"):
        gguf_name("base_model.model.lm_head.lora_A.weight")
    with pytest.raises(ValueError, match="gemma"):
        write_adapter(random_adapter(), 32.0, Shape("gemma", 9, 3), tmp_path / "adapter.gguf")
