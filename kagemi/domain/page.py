"""What the page in the browser remembers: people and their roles, and weeks that are worked on step by step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Right = Literal["read", "work", "rules", "people"]
"""read: look and print. work: plan, publish, buy, cook, record. rules: constraints files. people: accounts."""

RIGHTS: dict[str, frozenset[Right]] = {
    "teacher": frozenset({"read"}),
    "staff": frozenset({"read", "work"}),
    "nutritionist": frozenset({"read", "work", "rules"}),
    "admin": frozenset({"read", "work", "rules", "people"}),
}
"""What each role may do."""


@dataclass(frozen=True)
class Person:
    """Somebody who uses the page."""

    name: str
    role: str
    password_hash: str = ""

    def may(self, right: Right) -> bool:
        """True if the role has the right."""
        return right in RIGHTS.get(self.role, frozenset())


@dataclass(frozen=True)
class AuditEntry:
    """Something that was done on the page."""

    at: datetime
    person: str
    action: str
    about: str


@dataclass(frozen=True)
class DraftStep:
    """A step of a week that is worked on: the menu it led to, and what was changed, as a message in JSON."""

    canteen: str
    first_day: date
    last_day: date
    version: int
    kind: Literal["begin", "change", "undo", "redo"]
    what: str
    person: str
    made_at: datetime
    plan_json: str


@dataclass(frozen=True)
class Trail:
    """The steps that stand, oldest first, and those taken back that can be done again, the next one last."""

    done: tuple[DraftStep, ...]
    undone: tuple[DraftStep, ...]


def trail(steps: Sequence[DraftStep]) -> Trail:
    """Walk through the steps of a week in the order of their versions."""
    done: list[DraftStep] = []
    undone: list[DraftStep] = []
    for step in steps:
        match step.kind:
            case "begin":
                done, undone = [step], []
            case "change":
                done, undone = [*done, step], []
            case "undo":
                undone.append(done.pop())
            case "redo":
                done.append(undone.pop())
    return Trail(tuple(done), tuple(undone))
