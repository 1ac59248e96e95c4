"""What Kagemi says to people: messages as values, rendered in a language only where they are printed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Message:
    """An English sentence with `{named}` holes; `kagemi.language` translates and fills it."""

    template: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**self.params)


def say(template: str, **params: object) -> Message:
    """Return a message; the name marks `template` for the translators' catalogue."""
    return Message(template, params)


@dataclass(frozen=True)
class Text:
    """A text in both languages."""

    id: str
    en: str

    def in_language(self, lang: str) -> str:
        """The text in `lang` ("id" or "en")."""
        return self.id if lang == "id" else self.en


@dataclass(frozen=True, order=True)
class Where:
    """A place in a file that a person wrote; line and column count from 1, 0 means the whole file."""

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}" if self.column else f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in the input: where, what, and what to do about it."""

    where: Where
    what: Message
    hint: Message | None = None
    severity: Literal["error", "warning"] = "error"


class InvalidInput(Exception):  # noqa: N818 - it is not an error of the program
    """Raised once all faults of all files are known; carries them all."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{f.where}: {f.what}" for f in faults))
        self.faults = faults
