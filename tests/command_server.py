"""Runs the command again and again, each time in a fork of a process that has it ready, and tells what each run took.

``tests/running.py`` starts it: to start Python, to import the command and to compile the templates takes longer than most runs do.
Each line of standard input is a run, as JSON; each line of standard output tells how it ended: its status, and its largest memory.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import sys
import tempfile
from pathlib import Path
from typing import Any

import wadl2rst
from wadl2rst.cli import main

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "every-construct" / "every-construct.wadl"
LATE = ("config.file", "messages", "run.html", "grammar.json_schema", "page.translations")
"""What the command imports only where it is needed."""


def prepare() -> None:
    """Does once what each run would do."""
    for name in LATE:
        importlib.import_module(f"wadl2rst.{name}")
    with tempfile.TemporaryDirectory() as folder:
        wadl2rst.generate([SAMPLE], folder, wadl2rst.Config(no_cache=True))
    gc.freeze()


def next_run() -> dict[str, Any] | None:
    """In a fork: the run that it is to do.  In this process: None, when there is no more to do."""
    while line := sys.stdin.buffer.readline():
        child = os.fork()
        if not child:
            wanted: dict[str, Any] = json.loads(line)
            return wanted
        _child, ended, used = os.wait4(child, 0)
        sys.stdout.write(json.dumps([os.waitstatus_to_exitcode(ended), used.ru_maxrss]) + "\n")
        sys.stdout.flush()
    return None


def enter(wanted: dict[str, Any]) -> None:
    """Gives this process the folder, the environment, the arguments and the streams of the run."""
    os.chdir(wanted["folder"])
    os.environ.clear()
    os.environ.update(wanted["environment"])
    for number, file in enumerate((os.devnull, wanted["stdout"], wanted["stderr"])):
        opened = os.open(file, os.O_WRONLY if number else os.O_RDONLY)
        os.dup2(opened, number)
        os.close(opened)
    sys.argv[:] = ["wadl2rst", *wanted["arguments"]]
    # What the process computes counts, not what it waits for others on a busy machine.
    resource.setrlimit(resource.RLIMIT_CPU, (wanted["seconds"], wanted["seconds"]))


if __name__ == "__main__":
    prepare()
    if (run := next_run()) is not None:
        enter(run)
        main()
