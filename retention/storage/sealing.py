"""Sealing the parts of a copy: each is an age file to the copy's own recipient (age-encryption.org/v1)."""

from __future__ import annotations

from dataclasses import dataclass

import pyrage
from pyrage import x25519


class SealBroken(Exception):
    """The bytes were not sealed for this key, or were changed since."""


@dataclass(frozen=True, slots=True)
class CopyKeys:
    """A copy's own key pair: `identity` opens, `recipient` only seals."""

    identity: str
    recipient: str


def new_keys() -> CopyKeys:
    """Return a key pair nobody had before."""
    identity = x25519.Identity.generate()
    return CopyKeys(str(identity), str(identity.to_public()))


def seal(plain: bytes, recipient: str) -> bytes:
    """Return `plain` sealed for `recipient`. Other threads go on meanwhile."""
    return bytes(pyrage.encrypt(plain, [x25519.Recipient.from_str(recipient)]))


def unseal(sealed: bytes, identity: str) -> bytes:
    """Return what was sealed. Raises SealBroken. Other threads go on meanwhile."""
    try:
        return bytes(pyrage.decrypt(sealed, [x25519.Identity.from_str(identity)]))
    except (pyrage.DecryptError, pyrage.IdentityError) as error:
        raise SealBroken from error
