"""A school's look: its colour and its logo on every sheet."""

from base64 import b64encode
from dataclasses import dataclass

from kagemi.files.sheet_settings import media_type
from kagemi.files.workspace import Workspace

COLOUR = "#0a4a6e"


@dataclass(frozen=True)
class Look:
    """A colour that reads on white, and a logo as a data URI; "" for none."""

    colour: str = COLOUR
    logo: str = ""


PLAIN = Look()


def look_of(workspace: Workspace) -> Look:
    """What the workspace's settings say; a logo that is gone since they were read is left out."""
    settings = workspace.settings
    path = workspace.root / settings.logo
    kind = media_type(path) if settings.logo and path.is_file() else None
    logo = f"data:{kind};base64,{b64encode(path.read_bytes()).decode()}" if kind else ""
    return Look(settings.colour or COLOUR, logo)
