"""Run the tests of the rules against each change, in a forked child with the change put in.

pytest collects once and every test runs once with the functions it enters written down. Then for
each function a child gives it each changed code in turn and runs the tests that pass the changed
lines, the quickest first, until one fails.
"""

from __future__ import annotations

import functools
import gc
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from time import perf_counter
from types import CodeType, FrameType, FunctionType
from typing import Any, Literal

import pytest
from _pytest.outcomes import Skipped
from _pytest.runner import runtestprotocol
from hypothesis import settings

from tests.mutation.changes import Change

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "benefits" / "rules"
Verdict = Literal["killed", "survived", "not covered", "timeout"]
VERDICTS: dict[str, Verdict] = {
    "k": "killed", "s": "survived", "n": "not covered", "t": "timeout",
}  # fmt: skip
LONGEST = 60
"""Seconds of the processor for all tests of one change: more is a change without an end."""
MOST_MEMORY = 3 * 1024**3
"""Bytes a child may take: a change may well make a list that has no end."""
MOST_TESTS = 1500
"""A change of `trace.py` is passed by every case: the first so many must notice it."""
LATER = ("test_trace_structure.py", "test_properties.py")
"""Many tests of every case, each of which looks for little: after those that expect a figure."""
MORE_TESTS = 3000
"""For what survived once."""
MOST_KILLERS = 20
EXAMPLES = 15
"""Invented families per property: enough to notice most, and a survivor costs them all."""
LEFT_OUT = ("test_measure.py", "test_the_whole_process")
"""Tests that measure time or start a process of their own, which no change reaches."""
PLUGINS_OFF = ("cacheprovider", "django", "randomly", "xdist", "socket", "cov")
NEEDS_DJANGO = ("test_polish_days.py",)
WITH_CACHE = ("law", "version", "counting_social")


@dataclass(slots=True)
class Entered:
    """What one test enters: functions and lines, and how long it takes."""

    functions: set[tuple[str, str]] = field(default_factory=set)
    lines: set[tuple[str, int]] = field(default_factory=set)
    seconds: float = 0.0


class Runner:
    """A pytest plugin that puts the loop over changes in place of the loop over tests."""

    def __init__(
        self, changes: Sequence[Change], tell: Callable[[Change, Verdict], None], most_tests: int
    ) -> None:
        self.changes, self.tell, self.most_tests = changes, tell, most_tests
        self.entered: dict[str, Entered] = {}
        self.broken: list[str] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run all once, then the changes."""
        items = [one for one in session.items if not any(name in one.nodeid for name in LEFT_OUT)]
        for item in items:
            _fewer_examples(item)
            self._run_once(item)
        if self.broken:
            return True
        gc.collect()
        live, caches = _functions(), _caches()
        gc.freeze()
        for _, group in groupby(self.changes, key=lambda one: (one.module, one.function)):
            self._try_all(list(group), items, live, caches)
        return True

    def _run_once(self, item: pytest.Item) -> None:
        seen = self.entered[item.nodeid] = Entered()
        sys.settrace(_tracer(seen))
        begun = perf_counter()
        try:
            reports = runtestprotocol(item, log=False, nextitem=None)
        finally:
            sys.settrace(None)
        seen.seconds = perf_counter() - begun
        if any(report.failed for report in reports):
            self.broken.append(item.nodeid)

    def _try_all(
        self, changes: list[Change], items: Sequence[pytest.Item],
        live: dict[tuple[str, str], list[FunctionType]], caches: Sequence[Any],
    ) -> None:  # fmt: skip
        """All changes of one function in one child; one that dies of a change goes on after it."""
        functions = live.get((changes[0].module, changes[0].function), [])
        while changes:
            reader, writer = os.pipe()
            child = os.fork()
            if child == 0:
                _Judge(functions, caches, writer).judge(
                    [(one, list(self._chosen(one, items))) for one in changes]
                )
                os._exit(0)
            os.close(writer)
            with os.fdopen(reader) as told:
                verdicts = [VERDICTS[line.strip()] for line in told]
            os.waitpid(child, 0)
            if len(verdicts) < len(changes):
                verdicts.append("killed")
            for change, verdict in zip(changes, verdicts, strict=False):
                self.tell(change, verdict)
            changes = changes[len(verdicts) :]

    def _chosen(self, change: Change, items: Iterable[pytest.Item]) -> Iterator[pytest.Item]:
        """The tests that pass the changed lines, or else those that enter the function.

        First those that expect a figure, the quickest first.
        """
        key = (change.module, change.function)
        span = {(change.module, n) for n in range(change.line, change.last_line + 1)}
        held = [one for one in items if key in self.entered[one.nodeid].functions]
        passing = [one for one in held if not span.isdisjoint(self.entered[one.nodeid].lines)]
        by_price = sorted(
            passing or held,
            key=lambda one: (
                any(name in one.nodeid for name in LATER), self.entered[one.nodeid].seconds,
            ),
        )  # fmt: skip
        yield from by_price[: self.most_tests]


class _TooLong(BaseException):
    """The tests take much longer than without the change."""


class _Judge:
    """The child: puts each change in, runs its tests, takes it out again, writes the verdict."""

    def __init__(
        self, functions: Sequence[FunctionType], caches: Sequence[Any], writer: int
    ) -> None:
        self.functions, self.caches, self.writer = functions, caches, writer
        self.own = [(one.__code__, one.__defaults__, one.__kwdefaults__) for one in functions]
        self.killers: list[pytest.Item] = []

    def judge(self, tried: Iterable[tuple[Change, list[pytest.Item]]]) -> None:
        """Every change in turn."""
        gc.disable()
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        signal.signal(signal.SIGPROF, _too_long)
        for change, chosen in tried:
            verdict = self._verdict(change, chosen) if chosen and self.functions else "n"
            os.write(self.writer, f"{verdict}\n".encode())

    def _verdict(self, change: Change, chosen: list[pytest.Item]) -> str:
        signal.setitimer(signal.ITIMER_PROF, LONGEST)
        try:
            _put_in(change, self.functions)
            self._forget(change)
            return "k" if any(self._noticed_by(item) for item in self._ordered(chosen)) else "s"
        except _TooLong:
            return "t"
        except Exception:  # noqa: BLE001 - code that does not even run is noticed
            return "k"
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            for function, (code, defaults, named) in zip(self.functions, self.own, strict=True):
                function.__code__, function.__defaults__ = code, defaults
                function.__kwdefaults__ = named
            self._forget(change)

    def _ordered(self, chosen: list[pytest.Item]) -> list[pytest.Item]:
        """First the tests that noticed other changes of this function, the latest first."""
        first = [one for one in self.killers if one in chosen]
        return first + [one for one in chosen if one not in first]

    def _noticed_by(self, item: pytest.Item) -> bool:
        if not _fails(item):
            return False
        self.killers = [item, *(one for one in self.killers if one is not item)][:MOST_KILLERS]
        return True

    def _forget(self, change: Change) -> None:
        if change.module in WITH_CACHE:
            for cached in self.caches:
                cached.cache_clear()


def _too_long(*_: object) -> None:
    raise _TooLong


def _fails(item: pytest.Item) -> bool:
    """Set up and run without the reports, which take longer than the test."""
    state = item.session._setupstate
    try:
        if hasattr(item, "_initrequest"):
            item._initrequest()
        state.setup(item)
        item.runtest()
    except _TooLong:
        raise
    except Skipped:
        return False
    except BaseException:  # noqa: BLE001 - whatever it is, the change was noticed
        return True
    finally:
        state.teardown_exact(None)
    return False


def _put_in(change: Change, functions: Sequence[FunctionType]) -> None:
    name = change.function.rsplit(".", 1)[-1]
    text = "\n" * (change.line - 1) + _dedented(change.source)
    for function in functions:
        names = dict(function.__globals__)
        exec(compile(text, function.__code__.co_filename, "exec", flags=ANNOTATIONS), names)
        made = names[name]
        function.__code__ = made.__code__
        function.__defaults__ = made.__defaults__
        function.__kwdefaults__ = made.__kwdefaults__


def _dedented(source: str) -> str:
    """A method as a function of its own; libcst prints it at the margin already."""
    import textwrap

    return textwrap.dedent(source)


def _annotations_flag() -> int:
    import __future__

    return __future__.annotations.compiler_flag


ANNOTATIONS = _annotations_flag()


def _fewer_examples(item: pytest.Item) -> None:
    function = getattr(item, "obj", None)
    held = getattr(function, "_hypothesis_internal_use_settings", None)
    if held is not None:
        made = settings(held, max_examples=min(EXAMPLES, held.max_examples))
        function._hypothesis_internal_use_settings = made


def _functions() -> dict[tuple[str, str], list[FunctionType]]:
    """Every living function of the rules by module and qualified name."""
    found: dict[tuple[str, str], list[FunctionType]] = {}
    for one in gc.get_objects():
        if type(one) is FunctionType and (module := _module_of(one.__code__)):
            found.setdefault((module, one.__code__.co_qualname), []).append(one)
    return found


def _caches() -> list[Any]:
    """What the rules keep between calls."""
    return [
        one for one in gc.get_objects()
        if type(one) is functools._lru_cache_wrapper
        and str(getattr(one, "__module__", "")).startswith("benefits.rules")
    ]  # fmt: skip


@functools.cache
def _module_of(code: CodeType) -> str | None:
    path = Path(code.co_filename)
    return path.stem if path.parent == RULES else None


def _tracer(seen: Entered) -> Callable[[FrameType, str, Any], Any]:
    def on_line(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            module = _module_of(frame.f_code)
            assert module is not None
            seen.lines.add((module, frame.f_lineno))
        return on_line

    def on_call(frame: FrameType, event: str, _: Any) -> Any:
        module = _module_of(frame.f_code)
        if module is None:
            return None
        name = frame.f_code.co_qualname.split(".<locals>")[0]
        seen.functions.add((module, name))
        return on_line

    return on_call


def run(
    changes: Sequence[Change], tell: Callable[[Change, Verdict], None], *, most_tests: int
) -> list[str]:
    """Try the changes; returns the tests that fail without any change (then nothing is tried)."""
    settings.register_profile("mutation", derandomize=True, database=None, print_blob=False)
    settings.load_profile("mutation")
    runner = Runner(changes, tell, most_tests)
    code = pytest.main(
        ["-qq", "--disable-warnings", *(f"-pno:{name}" for name in PLUGINS_OFF), "--noconftest",
         "-c", os.devnull,
         *(f"--ignore={ROOT / 'tests' / 'rules' / name}" for name in NEEDS_DJANGO),
         "--rootdir", str(ROOT), str(ROOT / "tests" / "rules")],
        plugins=[runner],
    )  # fmt: skip
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        return [f"pytest: {code!s}"]
    return runner.broken
