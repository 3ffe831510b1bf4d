"""The small wrong changes: mutmut's operators on every function of a module of rules.

mutmut itself leaves out decorated functions, which here are the rules themselves (`@rule`) and the
properties of the values; so the operators are its own and the walk over the module is ours.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.file_mutation import NEVER_MUTATE_FUNCTION_CALLS, deep_replace
from mutmut.mutation.mutators import mutation_operators

SENTENCE = re.compile(r"[\s\u0080-\uffff]")
"""A string with a space or a letter beyond ASCII is wording, not a code."""


@dataclass(frozen=True, slots=True)
class Change:
    """One mutant: in which function, what stood there, what stands there now."""

    module: str
    function: str
    line: int
    last_line: int
    before: str
    after: str
    source: str
    """The whole changed function, without decorators."""

    @property
    def key(self) -> str:
        """Its name in the list of survivors, which survives a shift of lines."""
        return f"{self.function}: {self.before} → {self.after}"


SEED = 20261127
"""A sample is the same every time, as long as the module is."""


def changes_of(path: Path, sample: int = 0) -> Iterator[Change]:
    """Every mutant of the functions of one module in the order of its lines, or a random sample."""
    wrapper = MetadataWrapper(cst.parse_module(path.read_text(encoding="utf-8")))
    walk = _Walk(wrapper.module)
    wrapper.visit(walk)
    found = walk.found
    if 0 < sample < len(found):
        picked = random.Random(f"{SEED}{path.stem}").sample(range(len(found)), sample)
        found = [found[n] for n in sorted(picked)]
    for name, function, node, changed, span in found:
        bare = function.with_changes(decorators=[], leading_lines=[])
        replaced = deep_replace(bare, node, changed)
        assert isinstance(replaced, cst.FunctionDef)
        yield Change(
            path.stem, name, span[0], span[1], _shown(node), _shown(changed),
            wrapper.module.code_for_node(replaced),
        )  # fmt: skip


def _shown(node: cst.CSTNode) -> str:
    text = " ".join(cst.Module([]).code_for_node(node).split())
    return text if len(text) <= 150 else f"{text[:150]}…"


class _Walk(cst.CSTVisitor):
    """Collects (function, node, changed node) below functions and methods."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, module: cst.Module) -> None:
        super().__init__()
        self.found: list[
            tuple[str, cst.FunctionDef, cst.CSTNode, cst.CSTNode, tuple[int, int]]
        ] = []
        self._names: list[str] = []
        self._outer: cst.FunctionDef | None = None

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, (cst.Annotation, cst.Decorator)) or _never(node):
            return False
        if isinstance(node, cst.ClassDef):
            self._names.append(node.name.value)
        if isinstance(node, cst.FunctionDef) and self._outer is None:
            self._names.append(node.name.value)
            self._outer = node
        if self._outer is not None:
            self._change(node)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if original_node is self._outer:
            self._outer = None
            self._names.pop()
        elif isinstance(original_node, cst.ClassDef):
            self._names.pop()

    def _change(self, node: cst.CSTNode) -> None:
        assert self._outer is not None
        for kind, operator in mutation_operators:
            if not isinstance(node, kind):
                continue
            made = list(operator(node))
            if isinstance(node, cst.SimpleString):
                made = [] if SENTENCE.search(node.value) else made[:1]
            span = self.get_metadata(PositionProvider, node)
            self.found += [
                (".".join(self._names), self._outer, node, changed,
                 (span.start.line, span.end.line))
                for changed in made
            ]  # fmt: skip


def _never(node: cst.CSTNode) -> bool:
    """Docstrings, and calls that mutmut leaves alone."""
    if isinstance(node, cst.Expr) and isinstance(node.value, cst.SimpleString):
        return True
    return (
        isinstance(node, cst.Call)
        and isinstance(node.func, cst.Name)
        and node.func.value in NEVER_MUTATE_FUNCTION_CALLS
    )
