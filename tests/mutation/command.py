"""`manage.py mutate [module…] [--sample N] [--again]`; broken off, it goes on where it was."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from tests.mutation.changes import Change, changes_of
from tests.mutation.running import MORE_TESTS, MOST_TESTS, ROOT, RULES, Verdict, run

BOOK = ROOT / "var" / "mutation.jsonl"
"""A line per tried change; the last line about a change holds."""
EQUIVALENT = Path(__file__).with_name("equivalent.tsv")
"""Survivors that change nothing: module, change and why, a line each. They are not tried again."""
LEFT_OUT = ("__init__", "measure")
NICE = 15
SURVIVED = ("survived", "not covered")
UNSURE = (*SURVIVED, "timeout")


def main(argv: Sequence[str]) -> int:
    """Try what is asked and not tried yet; 1 when a test fails without any change."""
    parser = argparse.ArgumentParser(prog="manage.py mutate", description=__doc__)
    parser.add_argument("modules", nargs="*", choices=[[], *modules()], metavar="module")
    parser.add_argument("--sample", type=int, default=0, help="so many changes of each module")
    parser.add_argument(
        "--again", action="store_true", help="survivors too, by twice as many tests"
    )
    parser.add_argument("--table", action="store_true", help="only the table of what was tried")
    asked = parser.parse_args(argv)
    os.nice(NICE)
    held = read_book()
    all_changes = {
        name: list(changes_of(RULES / f"{name}.py", asked.sample))
        for name in asked.modules or modules()
    }
    if not asked.table:
        broken = try_all(all_changes, held, again=asked.again)
        if broken:
            say("\n  ".join(["Bez żadnej zmiany nie przechodzą:", *broken]))
            return 1
    print_table(all_changes, held)
    return 0


def modules() -> list[str]:
    """The modules of rules that hold law."""
    return sorted(one.stem for one in RULES.glob("*.py") if one.stem not in LEFT_OUT)


def name_of(change: Change) -> str:
    """The same as long as neither the function nor the change of it is touched."""
    return sha256(f"{change.module} {change.function} {change.source}".encode()).hexdigest()[:16]


def read_book() -> dict[str, Verdict]:
    """The verdicts of earlier runs."""
    if not BOOK.exists():
        return {}
    rows = [json.loads(line) for line in BOOK.read_text(encoding="utf-8").splitlines()]
    return {row["name"]: row["verdict"] for row in rows}


def try_all(
    found: dict[str, list[Change]], held: dict[str, Verdict], *, again: bool
) -> list[str]:  # fmt: skip
    """Try what has no verdict yet, with `again` also what survived; each verdict is kept."""
    every, harmless = [one for changes in found.values() for one in changes], equivalent()
    pending = [one for one in every if name_of(one) not in held]
    if again:
        pending += [
            one for one in every
            if held.get(name_of(one)) in UNSURE and (one.module, one.key) not in harmless
        ]  # fmt: skip
    if not pending:
        return []
    BOOK.parent.mkdir(exist_ok=True)
    with BOOK.open("a", encoding="utf-8") as book:

        def tell(change: Change, verdict: Verdict) -> None:
            held[name_of(change)] = verdict
            book.write(json.dumps(row_of(change, verdict), ensure_ascii=False) + "\n")
            book.flush()

        return run(pending, tell, most_tests=MORE_TESTS if again else MOST_TESTS)


def equivalent() -> dict[tuple[str, str], str]:
    """Why a change that survives is no change, by module and change."""
    rows = [line.split("\t") for line in EQUIVALENT.read_text(encoding="utf-8").splitlines()]
    return {(module, change): why for module, change, why in rows}


def row_of(change: Change, verdict: Verdict) -> dict[str, object]:
    """A line of the book."""
    return {
        "name": name_of(change), "module": change.module, "line": change.line,
        "change": change.key, "verdict": verdict,
    }  # fmt: skip


def print_table(found: dict[str, Iterable[Change]], held: dict[str, Verdict]) -> None:
    """Tried and killed by module, then what survived."""
    whole = Counter[str]()
    for name, changes in found.items():
        counted = Counter(held.get(name_of(one), "untried") for one in changes)
        whole += counted
        print_row(name, counted)
    print_row("razem", whole)
    for changes in found.values():
        for one in changes:
            if held.get(name_of(one)) in SURVIVED:
                why = equivalent().get((one.module, one.key), held[name_of(one)])
                say(f"{one.module} {one.line}: {one.key} [{why}]")


def print_row(name: str, counted: Counter[str]) -> None:
    """A killed change is one that a test noticed, or that never came to an end."""
    tried = counted.total() - counted["untried"]
    killed = tried - sum(counted[one] for one in SURVIVED)
    share = f"{100 * killed / tried:.1f}" if tried else "–"
    say(f"| {name} | {counted.total()} | {tried} | {killed} | {share} |")


def say(line: str) -> None:
    """A line on the screen."""
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
