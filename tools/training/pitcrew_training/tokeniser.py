"""The generator's tokeniser, built from the GGUF itself so that training cuts text where llama.cpp cuts it.

Owns the pattern of each pre-tokeniser; refuses one it has no pattern for, because a near miss would train on tokens that
are never served. (Reading the same GGUF with transformers' own conversion splits runs of blanks otherwise.)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gguf
from tokenizers import AddedToken, Regex, Tokenizer
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel, Digits, PreTokenizer, Sequence, Split

CONTROL, USER_DEFINED = 3, 4
WORDS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"
REST = r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"


@dataclass(frozen=True)
class PieceTokeniser:
    """`prompt` reads special tokens as such; `piece` takes every text literally. Neither adds a token of its own."""

    prompt: Callable[[str], list[int]]
    piece: Callable[[str], list[int]]
    padding: int


def piece_tokeniser(reader: gguf.GGUFReader) -> PieceTokeniser:
    if field(reader, "model") != "gpt2":
        raise ValueError(f"the base's tokeniser is {field(reader, 'model')!r}; only byte-level BPE ('gpt2') is known here")
    pre = field(reader, "pre")
    if pre not in PRE_TOKENISERS:
        raise ValueError(f"no pattern for the pre-tokeniser {pre!r}. Add it to PRE_TOKENISERS, as llama.cpp has it.")
    special, literal = (build(reader, pre, with_special) for with_special in (True, False))
    return PieceTokeniser(encoder(special), encoder(literal), field(reader, "eos_token_id"))


def encoder(tokeniser: Tokenizer) -> Callable[[str], list[int]]:
    return lambda text: tokeniser.encode(text, add_special_tokens=False).ids


def build(reader: gguf.GGUFReader, pre: str, with_special: bool) -> Tokenizer:
    tokens, kinds = field(reader, "tokens"), field(reader, "token_type")
    merges = [tuple(merge.split(" ", 1)) for merge in field(reader, "merges")]
    vocabulary = {token: number for number, token in enumerate(tokens)}
    tokeniser = Tokenizer(BPE(vocabulary, merges, ignore_merges=pre == "llama-bpe"))
    tokeniser.pre_tokenizer = PRE_TOKENISERS[pre]
    if with_special:
        marks = [token for token, kind in zip(tokens, kinds, strict=True) if kind in (CONTROL, USER_DEFINED)]
        tokeniser.add_special_tokens([AddedToken(mark, special=True, normalized=False) for mark in marks])
    return tokeniser


def field(reader: gguf.GGUFReader, name: str) -> Any:
    found = reader.fields.get(f"tokenizer.ggml.{name}")
    if found is None:
        raise ValueError(f"the base has no tokenizer.ggml.{name}; take a GGUF that carries its tokeniser")
    return found.contents()


def by_pattern(pattern: str) -> PreTokenizer:
    return Sequence([Split(Regex(pattern), "isolated"), ByteLevel(add_prefix_space=False, use_regex=False)])


PRE_TOKENISERS: dict[str, PreTokenizer] = {
    "smollm": Sequence([Digits(individual_digits=True), ByteLevel(add_prefix_space=False)]),
    "qwen2": by_pattern(WORDS + r"\p{N}" + REST),
    "llama-bpe": by_pattern(WORDS + r"\p{N}{1,3}" + REST),
}
