"""Rows are read or refused with their place; voices are drawn so that a larger draw holds the smaller."""

from pathlib import Path

import pytest

from pitcrew_training.rows import DeciderRow, Piece, RowError, of_some_voices, read_decider_rows, read_writer_rows

GOOD = '{"text":"book it","labels":{"workflow":"order"},"voice":"v01"}\n'


def test_a_line_separator_inside_a_text_does_not_end_the_row(tmp_path: Path) -> None:
    (tmp_path / "train.jsonl").write_text(GOOD.replace("book it", "book\u2028it"), encoding="utf-8")
    assert read_decider_rows(tmp_path / "train.jsonl")[0].text == "book\u2028it"


@pytest.mark.parametrize("line", ["{", "{}", GOOD.replace('"book it"', '""'), GOOD.replace('{"workflow":"order"}', "{}")])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "train.jsonl").write_text(GOOD + line, encoding="utf-8")
    with pytest.raises(RowError, match=r"train\.jsonl:2"):
        read_decider_rows(tmp_path / "train.jsonl")


def test_a_file_that_is_absent_or_empty_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RowError, match="dataset tool"):
        read_decider_rows(tmp_path / "train.jsonl")
    (tmp_path / "train.jsonl").write_text("\n")
    with pytest.raises(RowError, match="no rows"):
        read_decider_rows(tmp_path / "train.jsonl")


def test_writer_rows_keep_their_pieces(tmp_path: Path) -> None:
    line = '{"prompt":"p","pieces":[{"text":"","trained":false},{"text":"4\\n","trained":true}],"voice":"v01"}'
    (tmp_path / "train.jsonl").write_text(line)
    assert read_writer_rows(tmp_path / "train.jsonl")[0].pieces == (Piece("", False), Piece("4\n", True))


def test_a_piece_must_be_among_its_options(tmp_path: Path) -> None:
    line = '{"prompt":"p","pieces":[{"text":"4\\n","trained":true,"options":["4\\n","5\\n"]}],"voice":"v01"}\n'
    (tmp_path / "train.jsonl").write_text(line)
    assert read_writer_rows(tmp_path / "train.jsonl")[0].pieces[0].options == ("4\n", "5\n")
    (tmp_path / "train.jsonl").write_text(line.replace('["4', '["6'))
    with pytest.raises(RowError, match="none of its options"):
        read_writer_rows(tmp_path / "train.jsonl")


def test_more_voices_include_the_fewer() -> None:
    rows = [DeciderRow("t", {"h": "l"}, f"v{number:02d}") for number in range(20)]
    few, more = (of_some_voices(rows, count, seed=3) for count in (5, 9))
    assert (len(few), len(more)) == (5, 9)
    assert set(row.voice for row in few) < set(row.voice for row in more)
