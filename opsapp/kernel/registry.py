"""Where higher apps hang what lower ones show: panels, navigation, search, work of the day,
documents, measures, checks.

Filled in `AppConfig.ready()`; a name registered twice is a mistake and says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from django.db.models import Model
from django.http import HttpRequest

from opsapp.kernel.capabilities import Cap

if TYPE_CHECKING:
    from opsapp.kernel.web.parts import Event

T = TypeVar("T")


class Shelf(Generic[T]):
    """Things by name, in the order they were put."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._things: dict[str, T] = {}

    def register(self, name: str, thing: T) -> T:
        """Put a thing under a name. Raises ValueError when the name is taken by another one."""
        if self._things.get(name, thing) != thing:
            raise ValueError(f"{self.what}: '{name}' is registered already.")
        self._things[name] = thing
        return thing

    def get(self, name: str) -> T:
        """The thing of that name. Raises KeyError."""
        return self._things[name]

    def items(self) -> Iterator[tuple[str, T]]:
        """All of them, with their names."""
        return iter(self._things.items())

    def __iter__(self) -> Iterator[T]:
        return iter(self._things.values())

    def __contains__(self, name: str) -> bool:
        return name in self._things


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a lower app's page: a template, which gets `title` and its context as `panel` and
    draws its own box (`{% panel title %}…{{ panel.rows }}…{% endpanel %}`).
    """

    template: str
    context: dict[str, Any]
    title: str = ""


PanelMaker = Callable[[HttpRequest, Model], Panel | None]


class Panels:
    """Panels by the place where they stand: 'person', 'case', 'home' (its subject is the user)."""

    def __init__(self) -> None:
        self._makers: dict[str, dict[PanelMaker, int]] = defaultdict(dict)

    def register(self, place: str, maker: PanelMaker, *, order: int = 100) -> None:
        """Show what `maker(request, subject)` returns at this place; None means nothing to show
        (or no right to).
        """
        self._makers[place][maker] = order

    def any(self, place: str) -> bool:
        """Whether anything was registered for this place."""
        return bool(self._makers.get(place))

    def of(self, place: str, request: HttpRequest, subject: Model) -> list[Panel]:
        """The panels of a place for this person and subject, in order."""
        makers = sorted(self._makers[place].items(), key=lambda item: item[1])
        return [panel for maker, _ in makers if (panel := maker(request, subject)) is not None]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the left navigation, shown to whoever holds the capability (or to all)."""

    label: str
    url_name: str
    icon: str = ""
    cap: Cap | None = None
    order: int = 100
    group: str = ""


class Navigation:
    """The left navigation."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}

    def register(self, entry: Entry) -> None:
        """Add a line; the same address again replaces it."""
        self._entries[entry.url_name] = entry

    def for_user(self, can: Callable[[Cap], bool]) -> list[Entry]:
        """The lines a person may use, in order."""
        entries = [entry for entry in self._entries.values() if entry.cap is None or can(entry.cap)]
        return sorted(entries, key=lambda entry: (entry.order, entry.label))


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found by the search box."""

    kind: str
    label: str
    url: str
    detail: str = ""
    score: float = 0.0


WORK_LIMIT = 100
"""How many items of one provider *Mój dzień* takes; a provider cuts its query at one more, the most
urgent first.
"""
WorkState = Literal["mine", "returned", "waiting"]


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing of the day: 'Do poprawy · Decyzja PS.5120.12.2026 · brak uzasadnienia [Popraw]'.

    `group` is its heading, `label` names the thing and the person, `detail` tells the rest in a few
    words; `due` is the last day (it colours and orders), `action` the verb on the button that leads
    to `url`. `state`: 'mine' is for me to do, 'returned' came back to me with a remark, 'waiting'
    is mine but somebody else has the move. `count` is more than one for a heap shown in one line.
    `about` names the record whose person is shown, ('cases.case', 17), for the trace of looking.
    """

    group: str
    label: str
    url: str
    due: date | None = None
    detail: str = ""
    action: str = "Otwórz"
    state: WorkState = "mine"
    count: int = 1
    about: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class SettingsEntry:
    """A line of *Ustawienia*: under which heading, what it opens, how many rows stand there."""

    group: str
    label: str
    url: str
    text: str = ""
    icon: str = "settings"
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """The next thing to do with a case: the one primary button of its page.

    `url` is a page, or with `consequence` an act that is asked about in place and then posted.
    Without `url` the button is shown disabled, with `why`.
    """

    label: str
    url: str = ""
    icon: str = ""
    consequence: str = ""
    why: str = ""


STAGES = {
    "application": "Wniosek",
    "interview": "Wywiad",
    "calculation": "Wyliczenie",
    "decision": "Decyzja",
    "delivery": "Doręczenie",
    "payment": "Wypłata",
}
"""The road of a case, by code."""


@dataclass(frozen=True, slots=True)
class StageMark:
    """What a higher app knows of a stage of `STAGES`: it overrides what the case's state says.
    Empty fields leave that as it is.
    """

    stage: str
    state: Literal["", "done", "now", "todo", "stopped"] = ""
    note: str = ""
    url: str = ""


class Providers(Generic[T]):
    """Functions asked in turn."""

    def __init__(self) -> None:
        self._providers: dict[Callable[..., Iterable[T]], int] = {}

    def register(self, provider: Callable[..., Iterable[T]], *, order: int = 100) -> None:
        """Ask this function too."""
        self._providers[provider] = order

    def ask(self, *args: Any, **kwargs: Any) -> Iterator[T]:
        """What all of them answer, in their order."""
        for answer in self.each(*args, **kwargs):
            yield from answer

    def each(self, *args: Any, **kwargs: Any) -> Iterator[Iterable[T]]:
        """The same, provider by provider."""
        for provider, _ in sorted(self._providers.items(), key=lambda item: item[1]):
            yield provider(*args, **kwargs)


panels = Panels()
navigation = Navigation()
search: Providers[Hit] = Providers()
"""Providers are called as `provider(user, query, limit)`."""
work: Providers[WorkItem] = Providers()
"""Providers are called as `provider(user, today)`: each answers nothing for whom it has nothing,
without a query where the person lacks the capability, with at most two otherwise.
"""
steps: Providers[Step] = Providers()
"""Next steps of a case, called as `provider(request, case)`: the first answer, by the order of
registration, is the primary button. Yield nothing to whoever may not take the step.
"""
stages: Providers[StageMark] = Providers()
"""Called as `provider(request, case)`: a later mark of a stage stands over an earlier one."""
events: Providers[Event] = Providers()
"""What happened, for timelines, called as `provider(user, cases, persons)`: keys of the cases the
user may see and of the cards of the persons (empty on the page of a case). The page sorts them.
"""
settings: Providers[SettingsEntry] = Providers()
"""Providers are called as `provider(user)`: what this person may configure."""
documents: Shelf[Any] = Shelf("documents")
measures: Shelf[Callable[..., Any]] = Shelf("measures")
laid: Shelf[Callable[..., int]] = Shelf("laid")
"""What lay_dictionaries lays, in order: each is called as `lay(actor=…)` and returns rows added."""
checks: Shelf[Callable[[], Iterable[str]]] = Shelf("checks")
"""Checks of check_integrity: each yields one Polish sentence for every fault it finds."""
