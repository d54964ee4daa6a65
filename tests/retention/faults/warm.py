"""Run as a program: a started interpreter that runs `manage.py` commands, each in a forked child of its own.

`-m MODULE FUNCTION WORD…` calls a function of the tests instead, in the same way.

Starting Python and Django takes a second and a half; a kill at each of a thousand calls cannot wait for that. A child
runs `execute_from_command_line`, exactly what `manage.py` does, once it is told to go: a tracer can be attached before.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import NoReturn


def main() -> None:
    """Answer each line {"args": […], "output": PATH} with the child's pid, wait for a line, answer with its status."""
    import django  # noqa: PLC0415 - this module is also imported by tests, for its name

    django.setup()
    from django.core.management import BaseCommand  # noqa: PLC0415
    from django.urls import get_resolver  # noqa: PLC0415

    import retention.management.commands.enforce_retention as _command  # noqa: PLC0415
    import retention.management.commands.evidence as _evidence  # noqa: PLC0415
    import retention.tasks as _tasks  # noqa: PLC0415

    del _command, _evidence, _tasks
    BaseCommand.requires_system_checks = ()  # they ask about settings, and take longer than the pass
    _ = get_resolver().url_patterns  # what a command would import on its way
    _say("ready")
    for line in sys.stdin:
        request = json.loads(line)
        go_read, go_write = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(go_write)
            _child(request["args"], request["output"], go_read)
        os.close(go_read)
        _say(pid)
        sys.stdin.readline()
        os.write(go_write, b"g")
        os.close(go_write)
        _, status = os.waitpid(pid, 0)
        _say(os.waitstatus_to_exitcode(status))


def _child(args: list[str], output: str, go: int) -> NoReturn:
    code = 1
    try:
        target = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        for number in (1, 2):
            os.dup2(target, number)
        sys.stdout, sys.stderr = os.fdopen(1, "w", encoding="utf-8"), os.fdopen(2, "w", encoding="utf-8")
        os.read(go, 1)
        code = _run(args)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _run(args: list[str]) -> int:
    import traceback  # noqa: PLC0415

    from django.core.management import execute_from_command_line  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    try:
        if args[0] == "-m":
            getattr(importlib.import_module(args[1]), args[2])(*args[3:])
        else:
            execute_from_command_line(["manage.py", *args])
    except SystemExit as ended:
        return int(ended.code or 0)
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        connections.close_all()
    return 0


def _say(what: object) -> None:
    sys.stdout.write(f"{json.dumps(what)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
