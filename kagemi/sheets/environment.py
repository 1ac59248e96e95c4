"""The Jinja2 environment of all sheets: a canteen's own templates before the shipped ones, in a sandbox."""

import traceback
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

import kagemi
from kagemi.domain.message import Fault, InvalidInput, Where, say
from kagemi.language import number, percent, rupiah
from kagemi.language.messages import translations
from kagemi.sheets.pictures import as_page, symbols_of


def shipped_templates() -> Path:
    """The templates that come with Kagemi: in the installed package, or in the repository."""
    package = Path(kagemi.__file__).parent
    installed = package / "example" / "menus" / "sheets"
    return installed if installed.is_dir() else package.parent / "menus" / "sheets"


def environment(templates: Path, lang: str) -> ImmutableSandboxedEnvironment:
    """An environment for the templates in this folder, and the shipped ones where it has none of that name."""
    env = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([FileSystemLoader(templates), FileSystemLoader(shipped_templates())]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_gettext_translations(translations(lang), newstyle=True)  # type: ignore[attr-defined]
    env.globals["lang"] = lang
    # Not a macro of icons.html.j2: that of a canteen's own, older copy would lack what was drawn since.
    env.globals["symbols"] = lambda: Markup(as_page(symbols_of(shipped_templates(), templates)))
    env.filters |= {f.__name__: partial(f, lang=lang) for f in (number, percent, rupiah)}
    return env


def render(template: str, values: Mapping[str, object], *, templates: Path, lang: str) -> str:
    """Render a template of the canteen's; raises InvalidInput naming template and line when it is broken."""
    env = environment(templates, lang)
    try:
        return env.get_template(template).render(values)
    except TemplateNotFound as error:
        what = say("there is no template called {name}", name=repr(error.name))
        raise InvalidInput((Fault(_place(error, env) or Where(str(templates)), what),)) from error
    except UnicodeDecodeError as error:
        place = Where(str(templates / template))
        raise InvalidInput((Fault(place, say("the template is not a UTF-8 text file")),)) from error
    except TemplateSyntaxError as error:
        place = Where(error.filename or str(templates / template), error.lineno)
        raise InvalidInput((_fault(place, error),)) from error
    except Exception as error:
        # Whatever a template does wrong, from a misspelt name to a division by zero, is its writer's to mend.
        broken_at = _place(error, env)
        if broken_at is None:
            raise
        raise InvalidInput((_fault(broken_at, error),)) from error


def _fault(place: Where, error: Exception) -> Fault:
    return Fault(
        place,
        say("the template cannot be filled in: {error}", error=str(error)),
        say("correct the template, or delete it to use the one that comes with Kagemi"),
    )


def _place(error: Exception, env: ImmutableSandboxedEnvironment) -> Where | None:
    """Template and line where it went wrong: Jinja2 rewrites its frames to the template's own lines."""
    known = {str(path) for path in _folders(env)}
    frames = traceback.extract_tb(error.__traceback__)
    places = [Where(f.filename, f.lineno or 0) for f in frames if str(Path(f.filename).parent) in known]
    return places[-1] if places else None


def _folders(env: ImmutableSandboxedEnvironment) -> list[Path]:
    assert isinstance(env.loader, ChoiceLoader)
    loaders = [loader for loader in env.loader.loaders if isinstance(loader, FileSystemLoader)]
    return [Path(folder) for loader in loaders for folder in loader.searchpath]
