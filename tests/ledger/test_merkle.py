"""RFC 6962, 2.1: the published vectors of roots and paths, and that no other leaf, place or path is taken for one."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.rules import EMPTY_ROOT, Frontier, inclusion_path, leaf_hash, node_hash, root_from_path

LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""Of 0 to 8 of the leaves: the vectors every log's tests share, from google/certificate-transparency."""
PATHS = {
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
    (1, 5): (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}
"""By (leaf counted from 0, size)."""


def root_of(leaves: list[bytes]) -> bytes:
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf_hash(leaf))
    return frontier.root()


def by_the_book(leaves: list[bytes]) -> bytes:
    """MTH as the RFC defines it, without any cleverness."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return node_hash(by_the_book(leaves[:half]), by_the_book(leaves[half:]))


@pytest.mark.parametrize("size", range(9))
def test_the_published_roots(size: int) -> None:
    assert root_of(LEAVES[:size]).hex() == ROOTS[size]


def test_the_root_over_nothing() -> None:
    assert ROOTS[0] == EMPTY_ROOT.hex()


@pytest.mark.parametrize(("leaf", "size"), PATHS)
def test_the_published_paths(leaf: int, size: int) -> None:
    path = inclusion_path(leaf, size, map(leaf_hash, LEAVES))
    assert [node.hex() for node in path] == list(PATHS[leaf, size])


@given(size=st.integers(0, 200))
def test_the_root_is_that_of_the_definition(size: int) -> None:
    leaves = [str(number).encode() for number in range(size)]
    assert root_of(leaves) == by_the_book(leaves)


@given(data=st.data(), size=st.integers(1, 130))
def test_every_path_leads_to_the_root_and_no_changed_one_does(data: st.DataObject, size: int) -> None:
    leaves = [leaf_hash(str(number).encode()) for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    root = by_the_book([str(number).encode() for number in range(size)])
    path = inclusion_path(index, size, leaves)
    assert root_from_path(leaves[index], index, size, path) == root
    assert root_from_path(leaf_hash(b"another"), index, size, path) != root
    if path:
        wrong = data.draw(st.integers(0, len(path) - 1))
        changed = [bytes(32) if place == wrong else node for place, node in enumerate(path)]
        assert root_from_path(leaves[index], index, size, changed) != root
        with pytest.raises(ValueError, match=r"^the path is too short$"):
            root_from_path(leaves[index], index, size, path[:-1])
    with pytest.raises(ValueError, match=r"^the path is too long$"):
        root_from_path(leaves[index], index, size, [*path, bytes(32)])


@pytest.mark.parametrize("index", [-1, 3])
def test_there_is_no_path_from_a_leaf_that_is_not_there(index: int) -> None:
    with pytest.raises(ValueError, match=r"^there is no such leaf$"):
        inclusion_path(index, 3, map(leaf_hash, LEAVES))


def test_there_is_no_path_in_a_tree_larger_than_its_leaves() -> None:
    with pytest.raises(ValueError, match=r"^there are fewer leaves than the tree is to have$"):
        inclusion_path(0, 9, map(leaf_hash, LEAVES))
    with pytest.raises(ValueError, match="fewer leaves"):
        inclusion_path(0, 1, [])
