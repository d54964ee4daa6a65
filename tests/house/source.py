"""Reading our own source: which files are ours, which environment variables they read, which words they show."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(settings.BASE_DIR)
ROOMS = (
    "cctv_admin", "reports", "requests", "maintenance", "retention", "cameras", "work", "accounts", "ledger", "printing",
    "files",
)  # fmt: skip
VARIABLE = re.compile(r"^(CCTV_[A-Z_]+|DATABASE_URL)$")


def python_files(*folders: str) -> list[Path]:
    """Return our Python files in `folders`, all rooms and script/ without any, migrations left out."""
    found = (path for folder in folders or (*ROOMS, "script") for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def templates() -> list[Path]:
    """Return every template: HTML, and the text of mails."""
    return sorted(path for pattern in ("*.html", "*.txt") for path in (ROOT / "templates").rglob(pattern))


def newcomer_environment(data_dir: Path, **more: str) -> dict[str, str]:
    """Return this environment without a setting of ours, of Django's or of Python's, but with the data folder."""
    ours = ("CCTV_", "DATABASE_URL", "DJANGO_", "COV_", "PYTHON")
    env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return env | {"CCTV_DATA_DIR": str(data_dir), **more}


def variables_read(path: Path) -> set[str]:
    """Return the environment variables a file reads: every string of that shape that is an argument or a subscript."""
    read = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            read |= {_text(argument) for argument in node.args[:1]}
        elif isinstance(node, ast.Subscript):
            read.add(_text(node.slice))
    return {name for name in read if VARIABLE.match(name)}


def words(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and text of every string of a Python file that is neither a docstring nor a regular expression."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = {id(child) for node in ast.walk(tree) if _is_silent(node) for child in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.lineno, node.value


def _is_silent(node: ast.AST) -> bool:
    """Say whether nobody sees what stands in `node`: a bare string (docstring), or a call that compiles an expression."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    regular = isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "re"
    return regular or (isinstance(function, ast.Name) and function.id in {"re_path", "RegexValidator"})


def _text(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
