"""The certificate of our own making, and the page that says how to trust it."""

from __future__ import annotations

import datetime as dt
import io
import stat
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from django.core.management import call_command

from cctv_admin.certificate import CertificateFiles, ensure, fingerprint

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django import Settings

    from accounts.models import School


@pytest.fixture
def files(tmp_path: Path, now: dt.datetime) -> CertificateFiles:
    files = CertificateFiles.in_folder(tmp_path / "tls")
    assert ensure(["cctv.example.edu.tw", "192.168.1.20"], files, now)
    return files


def _load(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def test_the_authority_signed_the_certificate_for_these_names(files: CertificateFiles) -> None:
    authority, certificate = _load(files.authority), _load(files.certificate)
    certificate.verify_directly_issued_by(authority)
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["cctv.example.edu.tw", "localhost"]
    assert [str(ip) for ip in names.get_values_for_type(x509.IPAddress)] == ["192.168.1.20", "127.0.0.1"]


def test_the_authority_is_good_for_these_names_alone(files: CertificateFiles) -> None:
    constraints = _load(files.authority).extensions.get_extension_for_class(x509.NameConstraints)
    assert constraints.critical
    assert [str(name.value) for name in constraints.value.permitted_subtrees or []] == [
        "cctv.example.edu.tw",
        "192.168.1.20/32",
        "localhost",
        "127.0.0.1/32",
    ]


def test_the_key_of_the_authority_is_nowhere(files: CertificateFiles) -> None:
    folder = files.key.parent
    assert {path.name for path in folder.iterdir()} == {"authority.pem", "certificate.pem", "key.pem"}
    assert files.key.read_text(encoding="ascii").count("PRIVATE KEY") == 2  # one key: begin and end
    assert stat.S_IMODE(files.key.stat().st_mode) == 0o600


def test_it_stays_while_it_is_good(files: CertificateFiles, now: dt.datetime) -> None:
    before = fingerprint(files)
    assert not ensure(["cctv.example.edu.tw", "192.168.1.20"], files, now + dt.timedelta(days=700))
    assert fingerprint(files) == before


@pytest.mark.parametrize(
    ("hosts", "later"),
    [(["other.example.edu.tw"], dt.timedelta()), (["cctv.example.edu.tw", "192.168.1.20"], dt.timedelta(days=800))],
)
def test_it_is_made_again_for_other_names_or_before_it_ends(
    hosts: list[str], later: dt.timedelta, files: CertificateFiles, now: dt.datetime
) -> None:
    before = fingerprint(files)
    assert ensure(hosts, files, now + later)
    assert fingerprint(files) != before


def test_the_command_says_what_it_did(tmp_path: Path, settings: Settings) -> None:
    settings.TLS_DIR = tmp_path
    for said in ("已製作憑證", "沿用現有憑證"):
        output = io.StringIO()
        call_command("make_certificate", "cctv.example.edu.tw", stdout=output)
        assert output.getvalue().startswith(said)


def test_the_page_offers_our_own_certificate_to_everybody(
    client: Client, school: School, files: CertificateFiles, settings: Settings
) -> None:
    settings.TLS_DIR = files.key.parent
    page = client.get("/help/certificate/")
    assert fingerprint(files) in page.content.decode()
    download = client.get("/help/certificate/authority.crt")
    assert b"".join(download) == files.authority.read_bytes()
    assert download["Content-Type"] == "application/x-x509-ca-cert"


def test_a_school_with_its_own_certificate_has_nothing_to_install(
    client: Client, school: School, files: CertificateFiles, settings: Settings
) -> None:
    settings.TLS_DIR, settings.TLS_CERT = files.key.parent, "/etc/ssl/school.pem"
    assert "不需要另外安裝" in client.get("/help/certificate/").content.decode()
    assert client.get("/help/certificate/authority.crt").status_code == 404
