"""The Merkle tree of RFC 6962, 2.1, over the entries' own bytes: its root, and the path that proves one entry is in it.

Leaves are streamed: nothing but a few hashes is in memory, and no tree is stored.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EMPTY_ROOT = hashlib.sha256().digest()
"""The root over no entry at all."""


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256 of 0x00 and its bytes."""
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: SHA-256 of 0x01 and both children."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Frontier:
    """The root of the leaves seen so far: one hash for each complete subtree, the largest first."""

    def __init__(self) -> None:
        self.size = 0
        self._subtrees: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Take the next leaf's hash."""
        subtrees, node, size = self._subtrees, leaf, self.size
        while size & 1:
            node = node_hash(subtrees.pop(), node)
            size >>= 1
        subtrees.append(node)
        self.size += 1

    def root(self) -> bytes:
        """Return the root over all of them."""
        if not self._subtrees:
            return EMPTY_ROOT
        *others, node = self._subtrees
        for subtree in reversed(others):
            node = node_hash(subtree, node)
        return node


def inclusion_path(index: int, size: int, leaves: Iterable[bytes]) -> list[bytes]:
    """Return the path from leaf `index` (counted from 0) to the root over `size` leaves, the lowest sibling first.

    `leaves` are the leaf hashes in order; each sibling is the root of a range of them. Raises ValueError when there is no
    such leaf, or when there are fewer leaves than `size`.
    """
    ranges = _siblings(index, size)
    frontiers = {bounds: Frontier() for bounds in ranges}
    waiting = sorted(ranges)
    seen = 0
    for seen, leaf in enumerate(leaves, start=1):
        if waiting and seen - 1 >= waiting[0][1]:
            waiting.pop(0)
        if waiting and seen - 1 >= waiting[0][0]:
            frontiers[waiting[0]].add(leaf)
        if seen == size:
            break
    if seen < size:
        raise ValueError("there are fewer leaves than the tree is to have")
    return [frontiers[bounds].root() for bounds in ranges]


def _siblings(index: int, size: int) -> list[tuple[int, int]]:
    """Return the ranges of leaves whose roots are the path, the lowest first (RFC 6962, 2.1.1)."""
    if not 0 <= index < size:
        raise ValueError("there is no such leaf")
    start, end, found = 0, size, []
    while end - start > 1:
        middle = start + (1 << (end - start - 1).bit_length() - 1)
        if index < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    return found[::-1]


def root_from_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """Return the root that a path leads to from a leaf's hash (RFC 9162, 2.1.3.2). Raises ValueError for a path of another length."""
    node, last, at = leaf, size - 1, index
    for sibling in path:
        if last == 0:
            raise ValueError("the path is too long")
        if at & 1 or at == last:
            node = node_hash(sibling, node)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        at, last = at >> 1, last >> 1
    if last:
        raise ValueError("the path is too short")
    return node
