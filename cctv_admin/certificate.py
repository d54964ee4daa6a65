"""The certificate of an installation that answers HTTPS by itself in the school's network (`script/server --tls`).

A throw-away authority signs one server certificate and its key is never stored: who trusts the authority trusts this
one server under these names, and nobody can use that trust for another address.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

VALID_DAYS = 825  # the longest Apple accepts from an authority installed by hand
RENEW_DAYS = 30
THIS_MACHINE = ("localhost", "127.0.0.1")
"""Always among the names. A name constraint binds only the kinds of name it lists, so both kinds must be there."""


@dataclass(frozen=True)
class CertificateFiles:
    """Where the three files lie: what people trust, what the server shows, the server's key."""

    authority: Path
    certificate: Path
    key: Path

    @classmethod
    def in_folder(cls, folder: Path) -> CertificateFiles:
        """Return the file names in `folder`, whether they are there or not."""
        return cls(folder / "authority.pem", folder / "certificate.pem", folder / "key.pem")


def ensure(hosts: Sequence[str], files: CertificateFiles, now: dt.datetime) -> bool:
    """Make the certificate for `hosts` (names or IP addresses) unless one for them is there; say whether it was made."""
    hosts = [*dict.fromkeys([*hosts, *THIS_MACHINE])]
    if _still_good(hosts, files, now):
        return False
    files.key.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _authority(hosts, authority_key, now)
    certificate = _certificate(hosts, key.public_key(), authority_key, now)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _write(files.key, private)
    _write(files.certificate, certificate.public_bytes(serialization.Encoding.PEM))
    _write(files.authority, authority.public_bytes(serialization.Encoding.PEM))
    return True


def fingerprint(files: CertificateFiles) -> str:
    """Return the authority's SHA-256 fingerprint as people compare it: pairs of hex digits."""
    return _read(files.authority).fingerprint(hashes.SHA256()).hex(" ").upper()


def _still_good(hosts: Sequence[str], files: CertificateFiles, now: dt.datetime) -> bool:
    if not (files.authority.exists() and files.certificate.exists() and files.key.exists()):
        return False
    certificate = _read(files.certificate)
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    lasts = certificate.not_valid_after_utc - now > dt.timedelta(days=RENEW_DAYS)
    return lasts and set(names) == {_general_name(host) for host in hosts}


def _read(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _subtree(host: str) -> x509.GeneralName:
    """Return the name constraint that permits `host` alone."""
    name = _general_name(host)
    return x509.IPAddress(ipaddress.ip_network(host)) if isinstance(name, x509.IPAddress) else name


def _builder(subject: str, issuer: str, now: dt.datetime) -> x509.CertificateBuilder:
    def name(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    return (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(issuer))
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=VALID_DAYS - 1))
    )


def _authority_name(hosts: Sequence[str], now: dt.datetime) -> str:
    return f"CCTV {hosts[0][:40]} {now:%Y-%m-%d}"


def _authority(hosts: Sequence[str], key: ec.EllipticCurvePrivateKey, now: dt.datetime) -> x509.Certificate:
    name = _authority_name(hosts, now)
    permitted = x509.NameConstraints([_subtree(host) for host in hosts], None)
    return (
        _builder(name, name, now)
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(permitted, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _certificate(
    hosts: Sequence[str],
    key: ec.EllipticCurvePublicKey,
    authority_key: ec.EllipticCurvePrivateKey,
    now: dt.datetime,
) -> x509.Certificate:
    return (
        _builder(hosts[0][:64], _authority_name(hosts, now), now)
        .public_key(key)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_general_name(host) for host in hosts]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .sign(authority_key, hashes.SHA256())
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _write(path: Path, content: bytes) -> None:
    """Write a file only its owner reads, replacing what was there."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    draft.replace(path)
