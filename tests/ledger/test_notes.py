"""The signed note byte by byte, as other tools read it, and a key or a code as people bring it back (C2SP signed-note)."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.rules import (
    CheckpointText,
    NoteRefused,
    checkpoint_text,
    foot_code,
    open_note,
    public_key,
    read_verifier_key,
    sign_note,
    typed_code,
    verifier_key,
)

OLD, NEW, OTHER = bytes(range(32)), bytes(range(1, 33)), bytes(range(2, 34))
ROOT = bytes.fromhex("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")
SAID = CheckpointText(1234, ROOT, bytes(32), dt.datetime(2026, 11, 27, 1, tzinfo=dt.UTC))
TEXT = (
    "campus-cctv-ledger\n1234\nXcnaeacGWamtVZy3Ad7Zoqudgjqt"
    "L0lgz+Nw7/RgQyg=\nchain AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\ntime 2026-11-27T01:00:00Z\n"
)


def key_id(seed: bytes) -> bytes:
    return hashlib.sha256(b"campus-cctv-ledger\n\x01" + public_key(seed)).digest()[:4]


def line(seed: bytes, text: str) -> str:
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(text.encode())
    return f"— campus-cctv-ledger {base64.b64encode(key_id(seed) + signature).decode()}\n"


def test_the_text_that_is_signed_never_changes() -> None:
    taipei = dt.datetime(2026, 11, 27, 9, 0, 0, 120, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    assert checkpoint_text(SAID) == checkpoint_text(CheckpointText(1234, ROOT, bytes(32), taipei)) == TEXT


def test_a_note_is_the_text_and_a_line_of_each_key_the_newest_last() -> None:
    assert sign_note(TEXT, NEW) == f"{TEXT}\n{line(NEW, TEXT)}"
    assert sign_note(TEXT, NEW, OLD) == f"{TEXT}\n{line(OLD, TEXT)}{line(NEW, TEXT)}"


def test_a_note_of_two_keys_is_read_by_whoever_keeps_either() -> None:
    note = sign_note(TEXT, NEW, OLD)
    for kept in (NEW, OLD):
        assert open_note(note, public_key(OTHER), public_key(kept)) == SAID
    with pytest.raises(NoteRefused, match="簽章不符"):
        open_note(note, public_key(OTHER))
    with pytest.raises(NoteRefused, match="簽章不符"):
        open_note(note)


@pytest.mark.parametrize("around", ["{}", "您好：\n\n查核點如下\n{}\n\n事務組長 游承堃\n", "> 轉寄\n{}"])
def test_words_of_a_letter_around_it_are_passed_over(around: str) -> None:
    assert open_note(around.format(sign_note(TEXT, NEW)), public_key(NEW)) == SAID


@pytest.mark.parametrize(
    "note",
    [
        TEXT,
        f"{TEXT}\n",
        f"查核點 {TEXT}\n{line(NEW, TEXT)}",
        f"{TEXT}\n{line(NEW, TEXT).replace('— ', '-- ')}",
        f"{TEXT}\n{line(NEW, TEXT).replace('ledger', 'leger')}",
        f"{TEXT}\n— campus-cctv-ledger {base64.b64encode(key_id(NEW)).decode()}\n",
        f"{TEXT}\n— campus-cctv-ledger 簽章\n",
        f"{TEXT}\n{line(OLD, TEXT)}",
    ],
)
def test_without_a_signature_of_ours_it_is_no_note(note: str) -> None:
    with pytest.raises(NoteRefused, match="簽章不符"):
        open_note(note, public_key(NEW))


@pytest.mark.parametrize(
    ("what", "instead"),
    [
        ("1234\n", "1234\n1234\n"),
        ("chain ", "CHAIN "),
        ("time ", "at "),
        ("2026-11-27T01:00:00Z", "2026-11-27 01:00:00"),
        ("1234\n", "many\n"),
        ("Xcnaeac", "Xc?naeac"),
        ("chain A", "chain ?"),
    ],
)
def test_a_text_we_signed_that_is_no_checkpoint_is_refused(what: str, instead: str) -> None:
    with pytest.raises(NoteRefused, match=r"^查核點的格式不符$"):
        open_note(sign_note(TEXT.replace(what, instead, 1), NEW), public_key(NEW))


def test_a_key_is_kept_as_name_number_and_key() -> None:
    key = base64.b64encode(b"\x01" + public_key(NEW)).decode()
    assert verifier_key(public_key(NEW)) == f"campus-cctv-ledger+{key_id(NEW).hex()}+{key}"
    assert read_verifier_key(f"\n {verifier_key(public_key(NEW))} ") == public_key(NEW)


@pytest.mark.parametrize("raw", [b"", b"\x01", b"\x01" + bytes(31), b"\x01" + bytes(33), b"\x02" + bytes(32)])
def test_a_key_of_another_kind_or_length_is_none(raw: bytes) -> None:
    number = hashlib.sha256(b"campus-cctv-ledger\n" + raw).hexdigest()[:8]
    with pytest.raises(NoteRefused, match=r"^這不是存取紀錄查核點的公鑰$"):
        read_verifier_key(f"campus-cctv-ledger+{number}+{base64.b64encode(raw).decode()}")


def test_a_key_in_other_letters_is_none() -> None:
    with pytest.raises(NoteRefused, match=r"^這不是存取紀錄查核點的公鑰$"):
        read_verifier_key("campus-cctv-ledger+00000000+公鑰")


def test_the_code_at_the_foot_is_the_first_120_bits_in_letters_nobody_confuses() -> None:
    assert foot_code(bytes(32)) == "0000-0000-0000-0000-0000-0000"
    assert foot_code(bytes([255]) * 32) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ"
    code = foot_code(ROOT)
    assert code == "BQ4X-MYD7-0SCT-KBAN-KJVG-3QPS"
    assert foot_code(ROOT[:15] + bytes(17)) == code
    assert foot_code(ROOT[:14] + bytes(18)) != code


@pytest.mark.parametrize(
    "typed", ["BQ4X-MYD7-0SCT-KBAN-KJVG-3QPS", "bq4xmyd7osctkbankjvg3qps", " BQ4X MYD7 oSCT、KBAN–KJVG 3QPS"]
)
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert typed_code(typed) == "BQ4X-MYD7-0SCT-KBAN-KJVG-3QPS"
    assert typed_code("iIlLoO") == "1111-00"
    assert typed_code("") == ""
