"""The encoder under a decider: loads it, adapts it, and turns texts into pooled vectors as the server will.

Invariants: a text is cut to `max_tokens` with its first and last special token kept; the pooled vector is the mean over
all tokens, special ones included, L2-normalised. The server returns the same vector, so the heads see no difference.
"""

from collections.abc import Sequence
from pathlib import Path

import torch
from peft import LoraConfig, PeftModel, get_peft_model, get_peft_model_state_dict, set_peft_model_state_dict
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor
from transformers import AutoModel

from pitcrew_training.dropout import with_pooled_dropout

ADAPTED_LAYERS = ("query", "key", "value", "dense")


def load_tokeniser(base: Path, max_tokens: int) -> Tokenizer:
    tokeniser = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokeniser.no_padding()
    tokeniser.enable_truncation(max_tokens)
    return tokeniser


def load_encoder(base: Path, rank: int, alpha: float, dropout: float) -> PeftModel:
    """The base with a fresh adapter on its blocks. The pooler is left out: it takes no part in the mean."""
    encoder = AutoModel.from_pretrained(base, dtype=torch.float32, add_pooling_layer=False)
    config = LoraConfig(r=rank, lora_alpha=alpha, lora_dropout=dropout, target_modules=list(ADAPTED_LAYERS))
    adapted = get_peft_model(encoder, config)
    if torch.cuda.is_available():
        return adapted.to("cuda")
    with_pooled_dropout(adapted)
    return adapted


def tokenise(tokeniser: Tokenizer, texts: Sequence[str]) -> list[list[int]]:
    return [encoding.ids for encoding in tokeniser.encode_batch(list(texts))]


def pad(token_ids: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Token ids of several texts -> ids and mask, both [rows, longest], padded on the right."""
    longest = max(len(ids) for ids in token_ids)
    ids = torch.tensor([list(row) + [0] * (longest - len(row)) for row in token_ids])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in token_ids])
    return ids, mask


def pooled(encoder: PeftModel, ids: Tensor, mask: Tensor) -> Tensor:
    """Ids and mask [rows, tokens] -> unit vectors [rows, dimension]. In training the blocks multiply in bfloat16 where they can."""
    device = encoder.device
    multiplies_half = device.type == "cuda" or torch.cpu._is_avx512_bf16_supported()
    ids, mask = ids.to(device), mask.to(device)
    with torch.autocast(device.type, dtype=torch.bfloat16, enabled=encoder.training and multiplies_half):
        states = encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
    weight = mask.unsqueeze(-1).to(states.dtype)
    mean = (states * weight).sum(dim=1) / weight.sum(dim=1)
    return torch.nn.functional.normalize(mean, dim=-1)


def round_to_half(encoder: PeftModel) -> dict[str, Tensor]:
    """Replaces the adapter's weights by what float16 keeps of them, so that what is measured is what is served."""
    weights = {name: weight.detach().half().cpu() for name, weight in get_peft_model_state_dict(encoder).items()}
    set_peft_model_state_dict(encoder, {name: weight.float() for name, weight in weights.items()})
    return weights


def save_adapter(weights: dict[str, Tensor], file: Path) -> None:
    save_file({name: weight.contiguous() for name, weight in weights.items()}, file, metadata={"format": "pt"})


def load_adapter(encoder: PeftModel, file: Path) -> None:
    set_peft_model_state_dict(encoder, {name: weight.float() for name, weight in load_file(file).items()})
