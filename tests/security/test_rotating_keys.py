"""Keys are changed while people work: stopped at any point nothing is lost, and the old one goes when nothing needs it."""

from __future__ import annotations

import datetime as dt
import json
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import decrypt
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from pyrage import x25519

from cctv_admin.backup import archive
from cctv_admin.backup.keeping import archives_in
from cctv_admin.rotation import KINDS, RotationError, progress_of, remove_old, rotate
from cctv_admin.settings import keys
from ledger import services as ledger
from ledger.choices import Verb
from ledger.models import Checkpoint, Entry
from ledger.rules import NoteRefused, open_note, public_key, verifier_key
from ledger.services import SYSTEM
from requests.models import ReviewRequest, Snapshot
from retention.models import EvidenceCopy
from tests.copies.making import made
from tests.retention.keeping import ask, emergency

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import Settings

    from cameras.models import Camera
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
ID_NUMBER = "A123456789"


@pytest.fixture
def keys_dir(settings: Settings, tmp_path: Path) -> Path:
    """Keys of this test alone."""
    folder = tmp_path / "keys"
    settings.KEYS_DIR = folder
    settings.FIELD_ENCRYPTION_KEYS = keys.fernet(folder, "field-encryption-keys")
    settings.COPY_WRAPPING_KEYS = keys.fernet(folder, "copy-wrapping-keys")
    settings.LEDGER_FORMER_KEYS = keys.former(folder, "ledger-former-keys")
    for name, values in (("ledger-head-key", "LEDGER_HEAD_KEYS"), ("ledger-signing-key", "LEDGER_SIGNING_KEYS")):
        # those of the database these tests share, beside others that have them already
        keys.replace(folder / name, [key.hex() for key in getattr(settings, values)])
        setattr(settings, values, keys.raw(folder, name))
    keys.replace(folder / "secret-key", [settings.SECRET_KEY])
    settings.SECRET_KEYS = keys.text(folder, "secret-key")
    settings.BACKUP_IDENTITIES = keys.age(folder, "backup-identity")
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.BACKUP_DIR.mkdir()
    return folder


def backed_up(settings: Settings, name: str) -> Path:
    """Return an archive as a night leaves it; what is in it does not matter here."""
    path = Path(settings.BACKUP_DIR) / f"cctv-{name}.tar.age"
    with archive.writing(path, [str(x25519.Identity.from_str(settings.BACKUP_IDENTITIES[0]).to_public())]):
        return path


@pytest.fixture
def said(
    keys_dir: Path, cast: Cast, cameras: list[Camera], client: Client, settings: Settings, now: dt.datetime
) -> Callable[[], list[Any]]:
    """Something under every key; called, what can be read of it."""
    case = ask(cast, cameras, now, id_number=ID_NUMBER)
    made(emergency(cast, cameras, now), cast.handler, now)
    seed = generate_totp_secret()
    TOTP.activate(cast.handler, seed)
    codes = RecoveryCodes.activate(cast.handler).generate_codes()
    archived = backed_up(settings, "20261122T170000Z")
    client.force_login(cast.teacher)

    def read() -> list[Any]:
        means = {one.type: one.wrap() for one in Authenticator.objects.filter(user=cast.handler)}
        totp, recovery = means[Authenticator.Type.TOTP], means[Authenticator.Type.RECOVERY_CODES]
        assert decrypt(totp.instance.data["secret"]) == seed
        assert recovery.generate_codes() == codes
        identity = EvidenceCopy.objects.get().identity
        assert identity.startswith("AGE-SECRET-KEY-")
        assert not archived.exists() or any(archive.opens(archived, one) for one in settings.BACKUP_IDENTITIES)
        assert client.get("/accounts/me/").status_code == 200
        return [ReviewRequest.objects.get(pk=case.pk).id_number, Snapshot.objects.get().content, identity]

    return read


def backups_went_and_came(settings: Settings) -> None:
    """Thirty nights, of which one is told."""
    for path in archives_in(settings.BACKUP_DIR):
        path.unlink()
    backed_up(settings, "20261222T170000Z")


def sentences(verb: Verb) -> list[str]:
    return [ledger.sentence(entry) for entry in Entry.objects.filter(verb=verb).order_by("sequence")]


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize("name", KINDS)
def test_all_is_under_the_new_key_and_the_old_one_goes_when_its_backups_have(
    said: Callable[[], list[Any]], settings: Settings, now: dt.datetime, name: str
) -> None:
    kind, before = KINDS[name], said()
    (old,) = kind.lines()
    rotated = rotate(kind, actor=SYSTEM, now=now)
    assert (rotated.count.old, rotated.count.unreadable, len(rotated.keys)) == (0, [], 2)
    wait = (settings.BACKUP_DAYS if kind.in_backups else 1) * DAY
    assert rotated.removable_at(are_kept=False) == now + wait
    with pytest.raises(RotationError, match="起才可移除"):
        remove_old(kind, actor=SYSTEM, now=now + wait - DAY / 2, are_kept=False)
    assert old in kind.lines()
    backups_went_and_came(settings)
    remove_old(kind, actor=SYSTEM, now=now + wait, are_kept=False)
    assert len(kind.lines()) == 1
    assert old not in kind.path.read_text()
    assert kind.path.stat().st_mode & 0o777 == 0o600
    assert said() == before
    assert ledger.verify().ok
    assert [len(sentences(verb)) for verb in (Verb.KEY_MADE, Verb.KEY_ROTATED, Verb.KEY_REMOVED)] == [1, 1, 1]
    assert old not in "".join(str(entry.body) for entry in Entry.objects.all())


def test_who_kept_the_old_key_elsewhere_waits_a_day_only(said: Callable[[], list[Any]], now: dt.datetime) -> None:
    kind = KINDS["fields"]
    rotate(kind, actor=SYSTEM, now=now)
    with pytest.raises(RotationError, match="滿一日"):
        remove_old(kind, actor=SYSTEM, now=now + DAY / 2, are_kept=True)
    remove_old(kind, actor=SYSTEM, now=now + DAY, are_kept=True)
    with pytest.raises(RotationError, match="只有一把"):
        remove_old(kind, actor=SYSTEM, now=now + DAY, are_kept=True)
    assert said()[0] == ID_NUMBER


class PowerCut(BaseException):
    """What no code catches."""


class CutAt:
    """Cuts the power before the statement of this number."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: Any, context: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            raise PowerCut
        return execute(sql, params, many, context)


@pytest.mark.parametrize("name", KINDS)
def test_cut_off_before_any_statement_nothing_is_lost_and_the_next_call_goes_on(
    said: Callable[[], list[Any]], now: dt.datetime, name: str
) -> None:
    kind, before = KINDS[name], said()
    for number in range(1, 200):
        try:
            with transaction.atomic(), connection.execute_wrapper(CutAt(number)):
                rotate(kind, actor=SYSTEM, now=now)
        except PowerCut:
            assert said() == before
            assert len(kind.lines()) == 2
        else:
            break
    assert number > 5
    assert progress_of(kind).removable_at(are_kept=False)
    assert said() == before
    assert ledger.verify().ok
    assert len(sentences(Verb.KEY_MADE)) == len(sentences(Verb.KEY_ROTATED)) == 1


def test_a_removal_that_was_cut_off_is_ended_by_the_next_and_told_once(
    said: Callable[[], list[Any]], now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, later = KINDS["ledger-signing"], now + 40 * DAY
    rotate(kind, actor=SYSTEM, now=now)
    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", _disk_full)
        with pytest.raises(OSError, match="full"):
            remove_old(kind, actor=SYSTEM, now=later, are_kept=False)
    assert len(kind.lines()) == 2
    remove_old(kind, actor=SYSTEM, now=later, are_kept=False)
    assert len(kind.lines()) == len(sentences(Verb.KEY_REMOVED)) == 1


def _disk_full(descriptor: int) -> None:
    raise OSError("full")


def test_what_is_written_meanwhile_under_the_old_key_keeps_it(
    said: Callable[[], list[Any]], settings: Settings, now: dt.datetime
) -> None:
    """A process that does not see the new file would go on writing under the old key: its text is found, the key stays."""
    kind = KINDS["fields"]
    (old,) = kind.lines()
    rotate(kind, actor=SYSTEM, now=now)
    live, settings.FIELD_ENCRYPTION_KEYS = settings.FIELD_ENCRYPTION_KEYS, [old]
    ReviewRequest.objects.update(id_number="F131104093")
    settings.FIELD_ENCRYPTION_KEYS = live
    with pytest.raises(RotationError, match=r"請先執行 manage\.py rotate_keys fields"):
        remove_old(kind, actor=SYSTEM, now=now + 40 * DAY, are_kept=True)
    rotate(kind, actor=SYSTEM, now=now + 40 * DAY)
    remove_old(kind, actor=SYSTEM, now=now + 42 * DAY, are_kept=True)
    assert said()[0] == "F131104093"


def test_what_no_key_opens_is_named_and_the_rest_is_done(
    said: Callable[[], list[Any]], settings: Settings, now: dt.datetime
) -> None:
    live, settings.FIELD_ENCRYPTION_KEYS = settings.FIELD_ENCRYPTION_KEYS, [Fernet.generate_key().decode()]
    ReviewRequest.objects.update(id_number="F131104093")
    settings.FIELD_ENCRYPTION_KEYS = live
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("rotate_keys", "fields", "--json", stdout=out)
    (told,) = json.loads(out.getvalue())
    case = ReviewRequest.objects.only("pk").get()
    assert told["unreadable"] == [f"{ReviewRequest._meta.verbose_name} {case.pk}"]
    assert (told["under_old_keys"], bool(told["old_removable_at"])) == (0, True)
    assert Snapshot.objects.get().content


def test_checkpoints_of_the_old_key_still_count_and_the_new_key_is_vouched_for_by_it(
    keys_dir: Path, cast: Cast, settings: Settings, now: dt.datetime
) -> None:
    kind = KINDS["ledger-signing"]
    old = public_key(settings.LEDGER_SIGNING_KEYS[0])
    before = ledger.make_checkpoint(now).note
    rotate(kind, actor=SYSTEM, now=now)
    new = public_key(settings.LEDGER_SIGNING_KEYS[0])
    between = Checkpoint.objects.order_by("size").last()
    assert between is not None
    assert open_note(between.note, old) == open_note(between.note, new)
    assert verifier_key(new) in sentences(Verb.KEY_MADE)[0], (
        "who knows the old key reads the new one in the book it signed"
    )
    remove_old(kind, actor=SYSTEM, now=now + 40 * DAY, are_kept=False)
    after = ledger.make_checkpoint(now + 40 * DAY).note
    with pytest.raises(NoteRefused):
        open_note(after, old)
    assert ledger.verify(notes=[before, between.note, after]).ok
    assert ledger.verify(notes=[before], public=old).ok


def test_the_command_says_how_far_every_key_is_and_what_to_do(said: Callable[[], list[Any]]) -> None:
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    assert len(out.getvalue().splitlines()) == len(KINDS)
    out = StringIO()
    call_command("rotate_keys", "fields", stdout=out)
    assert "起可以 --remove-old 移除（備份屆期）" in out.getvalue()
    with pytest.raises(CommandError, match="滿一日"):
        call_command("rotate_keys", "fields", "--remove-old", "--keys-kept")
    with pytest.raises(CommandError, match="請指定"):
        call_command("rotate_keys", "--remove-old")


def test_a_process_that_runs_already_takes_up_a_new_key_and_survives_the_disk_of_the_keys(tmp_path: Path) -> None:
    live = keys.fernet(tmp_path, "field-encryption-keys")
    (old,) = live
    keys.replace(tmp_path / "field-encryption-keys", [new := keys.new_fernet(), old])
    assert list(live) == [new, old]
    (tmp_path / "field-encryption-keys").unlink()
    assert live[0] == new


def test_an_archive_keeps_the_key_that_opens_it_and_one_under_the_new_key_must_be_there(
    said: Callable[[], list[Any]], settings: Settings, now: dt.datetime
) -> None:
    kind = KINDS["backup-identity"]
    (old,) = kind.lines()
    rotate(kind, actor=SYSTEM, now=now)
    with pytest.raises(RotationError, match=r"請先執行 manage\.py backup"):
        remove_old(kind, actor=SYSTEM, now=now + 40 * DAY, are_kept=False)
    backed_up(settings, "20261123T170000Z")
    for are_kept in (True, False):
        with pytest.raises(RotationError, match=r"仍有 1 份備份須以舊金鑰開啟（最新為 cctv-20261122T170000Z"):
            remove_old(kind, actor=SYSTEM, now=now + 40 * DAY, are_kept=are_kept)
    assert old in kind.lines()
    (Path(settings.BACKUP_DIR) / "cctv-20261122T170000Z.tar.age").unlink()
    (Path(settings.BACKUP_DIR) / "cctv-20261101T170000Z.tar.age").write_text("of another school, or broken")
    remove_old(kind, actor=SYSTEM, now=now + 40 * DAY, are_kept=False)
    assert old not in kind.lines()
    assert said()
