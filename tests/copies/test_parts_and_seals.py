"""The parts of a copy on the disk: whatever is not exactly what was taken in is broken, and says which part."""

from __future__ import annotations

import dataclasses
import uuid

import pytest

from retention.rules import PART_BYTES
from retention.storage import PartBroken, PartWriter, new_keys, plain_part, plain_parts, take_part
from tests.copies.making import file_of

KEYS = new_keys()


@pytest.fixture
def key() -> uuid.UUID:
    return uuid.uuid4()


def test_a_stream_of_whole_parts_has_no_empty_part_at_its_end(key: uuid.UUID) -> None:
    with PartWriter(key, KEYS.recipient) as writer:
        writer.write(file_of(PART_BYTES))
        (taken,) = writer.close()
    assert taken.size == PART_BYTES
    assert b"".join(plain_parts(key, [taken], KEYS.identity)) == file_of(PART_BYTES)


def test_a_part_sealed_for_another_key_is_broken(key: uuid.UUID) -> None:
    taken = take_part(key, 1, file_of(100), KEYS.recipient)
    with pytest.raises(PartBroken, match="第 1 段"):
        plain_part(key, taken, new_keys().identity)


def test_a_part_of_another_length_than_its_row_says_is_broken(key: uuid.UUID) -> None:
    taken = take_part(key, 2, file_of(100), KEYS.recipient)
    with pytest.raises(PartBroken, match="第 2 段"):
        plain_part(key, dataclasses.replace(taken, size=99), KEYS.identity)
