"""Which migrations a database has, and the models as they were then."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.apps import apps as now_apps
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.apps.registry import Apps

    Node = tuple[str, str]

NUMBER = len("0001")
"""A migration's name begins with its number within its room."""


def is_migration_waiting() -> bool:
    """Say whether this code would migrate a database that is in use already."""
    executor = MigrationExecutor(connection)
    done = executor.loader.applied_migrations
    return bool(done) and bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def is_of_a_later_version() -> bool:
    """Say whether a later version migrated this database: a room has a migration with a higher number than this code knows."""
    loader = MigrationLoader(connection)
    ours = {app.label for app in now_apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR}
    replaced = {node for one in loader.disk_migrations.values() for node in one.replaces}
    newest = {
        app: max(name[:NUMBER] for of, name in loader.disk_migrations if of == app)
        for app in ours & loader.migrated_apps
    }
    later = {(app, name) for app, name in loader.applied_migrations if app in newest and name[:NUMBER] > newest[app]}
    return bool(later - replaced)


def models_of_the_database() -> Apps:
    """Return the models as the database has them now: before an upgrade, those of the version before."""
    executor = MigrationExecutor(connection)
    applied = executor.loader.applied_migrations.keys() & executor.loader.graph.nodes.keys()
    return models_of(executor, applied) if executor.migration_plan(executor.loader.graph.leaf_nodes()) else now_apps


def executor_for(migrations: Collection[Node]) -> MigrationExecutor:
    """Return an executor that can go as far as `migrations`, also those of a time before they were squashed into one."""
    executor = MigrationExecutor(connection)
    if not executor.loader.replacements.keys() <= set(migrations):
        executor.loader = MigrationLoader(connection, replace_migrations=False)
    return executor


def models_of(executor: MigrationExecutor, applied: Collection[Node]) -> Apps:
    """Return the models as they are after the `applied` migrations."""
    return executor.loader.project_state(last_of(executor, applied)).apps


def last_of(executor: MigrationExecutor, applied: Collection[Node]) -> list[Node]:
    """Return those of `applied` on which no other of them builds."""
    known = {node: place for node, place in executor.loader.graph.node_map.items() if node in applied}
    return sorted(node for node, place in known.items() if not any(child.key in known for child in place.children))
