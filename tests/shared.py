"""Set-up that tests share: built once, below them in the database, and seen by each as if it were built for it alone.

A fixture marked `@shared` is a layer. Before a test begins, the layers it asks for are built one upon the other, each in a
savepoint; the test runs in a savepoint above them and gets copies of their objects. The next test keeps those it asks for
too, in the same order; the rest is undone. It is Django's `setUpTestData`, for fixtures. The tests of a module that ask for
the same follow each other (`by_ground`): else most layers would be built anew for each.
"""

from __future__ import annotations

import copy
import functools
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import pytest
from django.db import connection, transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from django.db.transaction import Atomic

P = ParamSpec("P")
T = TypeVar("T")

BEGINS_A_TEST = "_django_db_helper"
"""pytest-django's fixture below `db`, `transactional_db` and the marker: it opens the test's own transaction."""
COMMITS = frozenset({"transactional_db", "live_server", "django_db_reset_sequences", "django_db_serialized_rollback"})


@dataclass(frozen=True)
class Layer:
    """A fixture as it stands in the database: how it is built, from which others, and what it returned."""

    build: Callable[..., Any]
    asks: Mapping[str, Layer | None] = field(hash=False)
    value: Any = field(default=None, compare=False)
    savepoint: Atomic | None = field(default=None, compare=False)


@dataclass
class Ground:
    """The layers below the test that runs, from the lowest up, and the test's own copies of what they returned."""

    layers: list[Layer] = field(default_factory=list)
    copies: dict[Callable[..., Any], Any] = field(default_factory=dict)

    def prepare(self, wanted: list[Layer]) -> None:
        """Keep what is wanted too, undo the rest, build what is missing, and copy what the test will see."""
        if connection.closed_in_transaction or connection.needs_rollback:  # all went with a test's transaction
            self.undo()
        same = [here == there for here, there in zip(self.layers, wanted, strict=False)]
        self.undo(same.index(False) if False in same else len(same))
        for layer in wanted[len(self.layers) :]:
            self._build(layer)
        self.copies = copy.deepcopy({layer.build: layer.value for layer in self.layers})

    def _build(self, layer: Layer) -> None:
        savepoint = transaction.atomic()
        savepoint._from_testcase = True  # type: ignore[attr-defined] # as TestCase's own: `durable` may stand in it
        savepoint.__enter__()
        self.layers.append(Layer(layer.build, layer.asks, savepoint=savepoint))
        values = {below.build: below.value for below in self.layers}
        value = layer.build(**{name: one and values[one.build] for name, one in layer.asks.items()})
        self.layers[-1] = Layer(layer.build, layer.asks, value, savepoint)

    def undo(self, kept: int = 0) -> None:
        """Undo all layers but the lowest `kept`."""
        self.copies = {}
        for layer in reversed(self.layers[kept:]):
            if layer.savepoint is not None:
                transaction.set_rollback(True)
                layer.savepoint.__exit__(None, None, None)
        del self.layers[kept:]


GROUND = Ground()


def shared(build: Callable[P, T]) -> Callable[P, T]:
    """Mark a fixture as a layer: it asks for other layers or `db` only, and changes nothing but the database."""

    @functools.wraps(build)
    def copied(*asked: P.args, **named: P.kwargs) -> T:
        return GROUND.copies[build] if build in GROUND.copies else build(*asked, **named)

    copied.layer = build  # type: ignore[attr-defined]
    return pytest.fixture(copied)


def by_ground(items: list[pytest.Item]) -> None:
    """Let those of each module that ask for the same layers follow each other; otherwise the tests stay as they are."""
    of_modules = groupby(list(items), key=lambda item: item.path)
    items[:] = [item for _, together in of_modules for item in sorted(together, key=_names_of_layers)]


def _names_of_layers(item: pytest.Item) -> list[str]:
    """Return the names of the layers the test asks for, in its order."""
    fixtures: Mapping[str, Sequence[pytest.FixtureDef[Any]]] = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]
    return [name for name in getattr(item, "fixturenames", ()) if _layer_of(fixtures.get(name))]


def _layer_of(defined: Sequence[pytest.FixtureDef[Any]] | None) -> Callable[..., Any] | None:
    return getattr(defined[-1].func, "layer", None) if defined else None


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> None:
    """Prepare the ground before the test's own transaction begins. A test that commits has nothing below it."""
    if fixturedef.argname == BEGINS_A_TEST:
        marker = request.node.get_closest_marker("django_db")
        commits = COMMITS & set(request.fixturenames) or (marker and (marker.args or marker.kwargs))
        with request.getfixturevalue("django_db_blocker").unblock():
            GROUND.prepare([] if commits else list(_wanted(request)))


def _wanted(request: pytest.FixtureRequest) -> Iterator[Layer]:
    """Yield the layers the test asks for, each after those it is built from."""
    known: dict[str, Layer | None] = {"db": None}
    for name in request.fixturenames:
        before = set(known)
        _layer(name, request, known)
        yield from (layer for one, layer in known.items() if one not in before and layer is not None)


def _layer(name: str, request: pytest.FixtureRequest, known: dict[str, Layer | None]) -> bool:
    """Put the layer `name` among the `known`, after those it asks for; say whether it is one, and all of those are."""
    if name in known:
        return True
    fixtures = request._fixturemanager.getfixturedefs(name, request.node)
    build = _layer_of(fixtures)
    asks = fixtures[-1].argnames if fixtures else ()
    if build is None or not all(_layer(one, request, known) for one in asks):
        return False
    known[name] = Layer(build, {one: known[one] for one in asks})
    return True
