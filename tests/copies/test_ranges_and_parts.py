"""Which bytes of which part answer a Range header (RFC 9110, 14.1.2), and how long each part is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.rules import PART_BYTES, Piece, WrongRange, byte_range, part_count, part_length, pieces

SIZES = st.integers(1, 5 * PART_BYTES)


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        ("bytes=0-0", (0, 0)),
        ("bytes=0-99", (0, 99)),
        ("bytes=10-19", (10, 19)),
        ("bytes=99-99", (99, 99)),
        ("bytes=10-", (10, 99)),
        ("bytes=10-100", (10, 99)),
        ("bytes=0-999", (0, 99)),
        ("bytes=-1", (99, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=-100", (0, 99)),
        ("bytes=-101", (0, 99)),
        (" bytes=0-0 ", (0, 0)),
    ],
)
def test_a_range_of_a_file_of_a_hundred_bytes(header: str, asked: tuple[int, int]) -> None:
    assert byte_range(header, 100) == asked


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes=",
        "bytes=-",
        "bytes=100-",
        "bytes=20-10",
        "bytes=-0",
        "bytes=0-1,5-6",
        "items=0-1",
        "bytes=a-b",
        "0-1",
    ],
)
def test_what_there_is_none_of_is_refused(header: str) -> None:
    with pytest.raises(WrongRange):
        byte_range(header, 100)


def test_an_empty_file_has_no_range() -> None:
    for header in ("bytes=0-0", "bytes=0-", "bytes=-1"):
        with pytest.raises(WrongRange):
            byte_range(header, 0)


@pytest.mark.parametrize(
    ("size", "lengths"),
    [
        (0, []),
        (1, [1]),
        (PART_BYTES, [PART_BYTES]),
        (PART_BYTES + 1, [PART_BYTES, 1]),
        (3 * PART_BYTES - 1, [PART_BYTES, PART_BYTES, PART_BYTES - 1]),
    ],
)
def test_every_part_is_full_but_the_last(size: int, lengths: list[int]) -> None:
    assert part_count(size) == len(lengths)
    assert [part_length(size, number) for number in range(1, len(lengths) + 1)] == lengths
    assert [part_length(size, number) for number in (-1, 0, len(lengths) + 1)] == [-1, -1, -1]


@given(st.data(), SIZES)
def test_the_pieces_of_a_range_are_its_bytes_each_once_and_in_order(data: st.DataObject, size: int) -> None:
    last = data.draw(st.integers(0, size - 1))
    first = data.draw(st.integers(0, last))
    at = first
    for piece in pieces(first, last):
        assert (piece.number - 1) * PART_BYTES + piece.start == at
        assert 0 <= piece.start < piece.end <= part_length(size, piece.number)
        at += piece.end - piece.start
    assert at == last + 1


def test_a_range_over_the_edge_of_a_part_is_two_pieces() -> None:
    assert pieces(PART_BYTES - 1, PART_BYTES) == [Piece(1, PART_BYTES - 1, PART_BYTES), Piece(2, 0, 1)]
    assert pieces(0, 0) == [Piece(1, 0, 1)]
    assert pieces(PART_BYTES, PART_BYTES) == [Piece(2, 0, 1)]
