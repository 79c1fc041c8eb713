"""The generator under a writer: the very weights that are served, dequantised, with an adapter on each block.

A quantised base's rounding is part of what the adapter learns to work with, so nothing but the served file is loaded.
The adapter is float32. The base is held in bfloat16 where the hardware multiplies it (a GPU, a CPU with AVX512-BF16: 334 tokens/s
against 223 with float32 on two cores); a CPU without is faster with float32 throughout.
"""

from dataclasses import dataclass
from pathlib import Path

import gguf
import torch
from peft import LoraConfig, PeftModel, get_peft_model, get_peft_model_state_dict, set_peft_model_state_dict
from torch import Tensor
from transformers import AutoModelForCausalLM

from pitcrew_training.lora_gguf import LAYERS, Shape, read_adapter
from pitcrew_training.pieces import Batch, restricted
from pitcrew_training.recipe import WriterRecipe
from pitcrew_training.tokeniser import PieceTokeniser, piece_tokeniser


@dataclass(frozen=True)
class Generator:
    model: PeftModel
    tokeniser: PieceTokeniser
    shape: Shape
    device: torch.device


def load_generator(base: Path, recipe: WriterRecipe, init_from: Path | None) -> Generator:
    """`init_from` is an adapter in GGUF form to continue from; its rank and alpha must be the recipe's."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    dtype = torch.bfloat16 if device.type == "cuda" or torch.cpu._is_avx512_bf16_supported() else torch.float32
    reader = gguf.GGUFReader(base)
    bare = AutoModelForCausalLM.from_pretrained(base.parent, gguf_file=base.name, dtype=dtype).to(device)
    layers = [layer.split(".")[-1] for layer in LAYERS]
    config = LoraConfig(r=recipe.rank, lora_alpha=recipe.alpha, lora_dropout=recipe.dropout, target_modules=layers)
    model = get_peft_model(bare, config)
    generator = Generator(model, piece_tokeniser(reader), shape_of(reader), device)
    if init_from is not None:
        start_from(generator, init_from, recipe)
    return generator


def shape_of(reader: gguf.GGUFReader) -> Shape:
    architecture = reader.fields["general.architecture"].contents()
    heads = reader.fields[f"{architecture}.attention.head_count"].contents()
    key_heads = reader.fields.get(f"{architecture}.attention.head_count_kv")
    return Shape(architecture, heads, heads if key_heads is None else key_heads.contents())


def start_from(generator: Generator, file: Path, recipe: WriterRecipe) -> None:
    weights, alpha = read_adapter(file, generator.shape)
    rank = next(weight.shape[0] for name, weight in weights.items() if ".lora_A." in name)
    if (rank, alpha) != (recipe.rank, recipe.alpha):
        raise ValueError(f"{file} has rank {rank} and alpha {alpha}: give --rank {rank} --alpha {alpha}")
    set_peft_model_state_dict(generator.model, weights)


def target_logits(generator: Generator, batch: Batch) -> Tensor:
    """Logits [targets, vocabulary] in float32, what may not be chosen barred. Computed at the targets only."""
    causal = generator.model.base_model.model
    device = generator.device
    states = causal.model(input_ids=batch.ids.to(device), attention_mask=batch.mask.to(device), use_cache=False)
    at_targets = states.last_hidden_state.flatten(0, 1)[batch.at.to(device)]
    return restricted(causal.lm_head(at_targets).float(), batch.allowed)


def adapter_weights(generator: Generator) -> dict[str, Tensor]:
    """By PEFT name, copied to the CPU."""
    return {name: weight.detach().cpu().clone() for name, weight in get_peft_model_state_dict(generator.model).items()}
