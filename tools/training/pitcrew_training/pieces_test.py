"""How writer rows become tokens and targets. A toy tokeniser (one token a character) keeps the cases readable."""

import pytest
import torch

from pitcrew_training.pieces import Example, collate, example, examples, restricted
from pitcrew_training.rows import Piece, WriterRow
from pitcrew_training.tokeniser import PRE_TOKENISERS, PieceTokeniser

MARK = 1000


def characters(text: str) -> list[int]:
    return [ord(letter) for letter in text]


TOY = PieceTokeniser(lambda text: [MARK, *characters(text)], characters, padding=0)


def row(*pieces: tuple[str, bool], prompt: str = "p") -> WriterRow:
    return WriterRow(prompt, tuple(Piece(text, trained) for text, trained in pieces), "v01")


def places(made: Example) -> list[list[int]]:
    return [[target.place for target in value] for value in made.values]


def of(options: str, text: str) -> Piece:
    """A trained piece that is one of the blank-separated options."""
    return Piece(text + "\n", True, tuple(option + "\n" for option in options.split()))


@pytest.mark.parametrize(
    ("options", "text", "targets"),
    [
        ("4521 77", "77", {0: "47"}),
        ("45 4521 46", "4521", {1: "56", 2: "\n2"}),
        ("45 4521 46", "46", {1: "56"}),
        ("east west -", "-", {0: "-ew"}),
        ("one", "one", {}),
    ],
)
def test_where_options_are_known_only_the_choices_among_them_are_learnt(
    options: str, text: str, targets: dict[int, str]
) -> None:
    made = example(WriterRow("p", (Piece("x=", False), of(options, text)), "v01"), TOY, 99)
    learnt = {target.place - 4: "".join(map(chr, target.allowed)) for value in made.values for target in value}
    assert learnt == targets


def test_what_may_not_be_chosen_gets_no_chance() -> None:
    chances = restricted(torch.zeros(2, 4), [(1, 3), ()]).softmax(dim=1)
    assert chances.tolist() == [[0, 0.5, 0, 0.5], [0.25] * 4]


def test_only_trained_pieces_are_targets() -> None:
    made = example(row(("id=", False), ("42\n", True), ("z=", False), ("b\n", True)), TOY, 99)
    assert list(made.ids) == [MARK, *characters("pid=42\nz=b\n")]
    assert places(made) == [[5, 6, 7], [10, 11]]


def test_the_prompt_is_read_with_special_tokens_and_pieces_without() -> None:
    made = example(row(("x", True)), TOY, 99)
    assert made.ids.count(MARK) == 1


def test_what_follows_the_last_trained_token_is_left_out() -> None:
    assert list(example(row(("a", True), ("forced", False)), TOY, 99).ids) == [MARK, *characters("pa")]


def test_an_empty_forced_piece_has_no_tokens() -> None:
    assert places(example(row(("", False), ("a", True)), TOY, 99)) == [[2]]


def test_a_row_with_nothing_to_learn_is_passed_over() -> None:
    rows = [row(("a", False)), row(("a", True))]
    assert len(examples(rows, TOY, 99)) == 1


def test_a_row_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="max-tokens 5"):
        example(row(("abcd", True)), TOY, 5)


def test_each_target_is_predicted_from_the_token_before_it() -> None:
    batch = collate([example(row(("a", True)), TOY, 99), example(row(("k=", False), ("bc", True), prompt="qq"), TOY, 99)], 0)
    flat = batch.ids.flatten()
    assert [int(flat[place + 1]) for place in batch.at] == batch.wanted.tolist() == characters("abc")
    assert [int(flat[place]) for place in batch.at] == characters("p=b")


def test_padding_stands_on_the_right_and_is_masked() -> None:
    batch = collate([example(row(("a", True)), TOY, 99), example(row(("abcd", True)), TOY, 99)], 7)
    assert batch.ids[0].tolist() == [MARK, *characters("pa"), 7, 7, 7]
    assert batch.mask[0].tolist() == [1, 1, 1, 0, 0, 0]


def test_targets_know_their_value_and_their_row() -> None:
    two_values = example(row(("ab", True), ("-", False), ("c", True)), TOY, 99)
    batch = collate([two_values, example(row(("d", True)), TOY, 99)], 0)
    assert batch.value.tolist() == [0, 0, 1, 2]
    assert batch.row_of.tolist() == [0, 0, 1]


@pytest.mark.parametrize(
    ("pre", "text", "parts"),
    [
        ("smollm", "order  4521\n", ["order", "ĠĠ", "4", "5", "2", "1", "Ċ"]),
        ("smollm", "a=$s1.zone", ["a", "=$", "s", "1", ".", "zone"]),
        ("qwen2", "order 45\n\n x", ["order", "Ġ", "4", "5", "ĊĊ", "Ġx"]),
        ("llama-bpe", "order 4521", ["order", "Ġ", "452", "1"]),
    ],
)
def test_text_is_split_as_llama_cpp_splits_it(pre: str, text: str, parts: list[str]) -> None:
    assert [part for part, _ in PRE_TOKENISERS[pre].pre_tokenize_str(text)] == parts
