"""`kagemi check`."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kagemi.cli.commands import argument, command, json_option, option
from kagemi.cli.session import Session, current
from kagemi.domain.message import Fault, InvalidInput, Message, Where, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kagemi.domain.constraints import Constraints, Override
    from kagemi.domain.plan import Finding, Plan
    from kagemi.files.workspace import Workspace
    from kagemi.planning import Kitchen

FAILURE, INVALID = 1, 4
YAML = (".yaml", ".yml")
NO_PLANS = ("datapackage.json", "constraints.schema.json")
"""They describe tables and constraints files for other programs."""


@dataclass
class Checked:
    """What was looked at and what was found."""

    faults: list[Fault] = field(default_factory=list)
    looked_at: list[Message] = field(default_factory=list)
    doubts: list[tuple[str, str, Message]] = field(default_factory=list)
    """(test, item, why) of figures that are possible but not plausible."""
    overridden: list[Override] = field(default_factory=list)
    """What the constraints files replace of the files they extend."""


@command(
    say(
        "Look for mistakes: in all data, dishes and constraints files of the workspace, or in the files named. "
        "A plan is checked rule by rule again. All faults of all files are printed at once, and figures "
        "that are hard to believe."
    ),
    epilog=say("Exit codes: 0 all is well, 1 there are figures to look at, 4 there are faults."),
)
@argument(
    "files",
    nargs=-1,
    type=click.Path(),
    metavar="[FILE]...",
    help=say("Dishes, constraints, tables, plans, kagemi.toml, or folders of them."),
)
@option(
    "--database",
    is_flag=True,
    help=say("Look into the database too: its file, the ledger of the stock, versions of plans, receipts."),
)
@json_option
def check(files: tuple[str, ...], database: bool, as_json: bool) -> int:
    """Check, and print what was found."""
    from kagemi.files.consequences import without_consequences

    session = current()
    checked = _named(session.workspace, files) if files else _workspace(session.workspace)
    if database:
        _database(checked, session.workspace)
    checked.faults = sorted(without_consequences(set_of(checked.faults)), key=lambda f: f.where)
    broken = any(f.severity == "error" for f in checked.faults)
    if as_json:
        _json(checked)
    else:
        _print(session, checked)
    return INVALID if broken else FAILURE if checked.doubts else 0


def set_of(faults: list[Fault]) -> list[Fault]:
    """Each fault once: a file that two others use is read twice."""
    return list({(f.where, str(f.what)): f for f in faults}.values())


def _workspace(workspace: Workspace) -> Checked:
    from kagemi.files.comparisons import load_accepted, load_ratios
    from kagemi.files.constraints import load_constraints
    from kagemi.planning import faulty_dishes, read_kitchen

    checked = Checked()
    kitchen, faults = read_kitchen(workspace)
    faulty = faulty_dishes(workspace, faults)
    accepted, more = load_accepted(workspace.nutrition_data)
    checked.faults += [*faults, *more]
    folder = workspace.constraints.parent
    constraints = _yaml_in(folder) if folder.is_dir() else []
    for path in constraints:
        _constraints(checked, *load_constraints(path, kitchen.table, kitchen.facts, faulty))
    if not workspace.constraints.is_file():
        what = say("the constraints file that kagemi.toml names does not exist")
        checked.faults.append(Fault(Where(workspace.constraints.as_posix()), what))
    checked.faults += _price_basis(workspace)
    if not any(f.severity == "error" for f in checked.faults):
        from kagemi.report.plausibility import plausibility

        ratios = load_ratios(workspace.nutrition_data)
        doubts = plausibility(kitchen.table, kitchen.dishes, ratios, accepted)
        checked.doubts += [(d.test, d.item, d.what) for d in doubts]
    checked.looked_at += [
        say("{n} foods", n=len(kitchen.table.foods)),
        say("{n} dishes", n=len(kitchen.dishes)),
        say("{n} constraints files", n=len(constraints)),
        say("{n} accepted doubts", n=len(accepted)),
    ]
    return checked


def _price_basis(workspace: Workspace) -> tuple[Fault, ...]:
    """What is wrong with the way to choose prices that kagemi.toml names."""
    from kagemi.memory import price_basis_of

    try:
        price_basis_of(workspace)
    except InvalidInput as error:
        return error.faults
    return ()


def _constraints(checked: Checked, found: Constraints | None, faults: tuple[Fault, ...]) -> None:
    checked.faults += faults
    checked.overridden += found.overridden if found else ()


def _yaml_in(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.suffix in YAML)


def _named(workspace: Workspace, names: tuple[str, ...]) -> Checked:
    from kagemi.planning import read_kitchen

    checked = Checked()
    kitchen, faults = read_kitchen(workspace)
    for path in _expanded(names):
        checked.looked_at.append(say("{file}", file=path.as_posix()))
        if path.is_dir() or not path.exists():
            what = say("there is no file of this name")
            checked.faults.append(Fault(Where(path.as_posix()), what))
        elif path.suffix == ".json":
            checked.faults += _plan(path)
        elif path.suffix == ".toml":
            from kagemi.files.workspace import read_settings

            checked.faults += read_settings(path)[1]
        elif path.suffix == ".csv":
            checked.faults += _table(path)
        elif path.suffix in YAML:
            _yaml(checked, path, workspace, kitchen, faults)
        else:
            what = say("this is neither a dish, a constraints file, a table, a plan nor kagemi.toml")
            checked.faults.append(Fault(Where(path.as_posix()), what, say("check the end of its name")))
    return checked


def _expanded(names: tuple[str, ...]) -> list[Path]:
    """The files named, and those in the folders named."""
    paths: list[Path] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            kinds = (*YAML, ".csv", ".json")
            paths += sorted(
                p for p in path.iterdir() if p.suffix in kinds and p.name not in NO_PLANS and p.is_file()
            )
        else:
            paths.append(path)
    return paths


def _yaml(
    checked: Checked, path: Path, workspace: Workspace, kitchen: Kitchen, faults: tuple[Fault, ...]
) -> None:
    """A dish, by its folder or its ingredients; else a constraints file, with the faults of what it needs."""
    from kagemi.files.constraints import load_constraints
    from kagemi.files.dishes import load_dishes
    from kagemi.files.yaml import read_yaml
    from kagemi.planning import faulty_dishes

    document, found = read_yaml(path)
    if document is None:
        checked.faults += found
        return
    errors = [f for f in faults if f.severity == "error"]
    if path.parent.name == "dishes" or "ingredients" in document.data:
        checked.faults += (f for f in errors if f.where.file.endswith(".csv"))
        dishes = load_dishes(path.parent, kitchen.table)[1]
        checked.faults += (f for f in dishes if f.where.file == path.as_posix())
        return
    faulty = faulty_dishes(workspace, errors)
    checked.faults += errors
    _constraints(checked, *load_constraints(path, kitchen.table, kitchen.facts, faulty))


def _table(path: Path) -> list[Fault]:
    if path.name == "accepted.csv":
        from kagemi.files.comparisons import load_accepted

        return list(load_accepted(path.parent)[1])
    from kagemi.files.nutrition import load_food_table

    return [f for f in load_food_table(path.parent)[1] if f.where.file == path.as_posix()]


def _plan(path: Path) -> list[Fault]:
    """What is wrong with a plan file, or with the menu in it."""
    from kagemi.files.plans import read_plan
    from kagemi.report.check import check as look

    try:
        plan = read_plan(path)
    except InvalidInput as error:
        return list(error.faults)
    return missed_rules(plan, look(plan.problem, plan.servings), Where(path.as_posix()))


def missed_rules(plan: Plan, findings: Iterable[Finding], where: Where) -> list[Fault]:
    """A fault for each hard rule that the plan at `where` does not keep."""
    from kagemi.language.finding_texts import says

    return [
        Fault(
            where,
            say(
                "the rule {rule} is missed: {finding}",
                rule=f.rule or say("tray"),
                finding=says(f, plan.problem),
            ),
        )
        for f in findings
        if not f.kept and not f.soft
    ]


def _database(checked: Checked, workspace: Workspace) -> None:
    """What does not hold together in the workspace's database."""
    from kagemi.memory import store_if_any

    with store_if_any(workspace, os.environ) as store:
        if store is None:
            return
        from kagemi.store.integrity import problems

        where = Where(store.place)
        hint = say("restore it from a backup")
        checked.looked_at.append(say("{file}", file=store.place))
        checked.faults += [Fault(where, what, hint) for what in problems(store)]


def _says(each: Override) -> Message:
    """What a file replaces of the file it extends."""
    here, there = (f"{place.file}:{place.line}" for place in (each.here, each.there))
    if each.dropped:
        return say("{name}: {here} leaves out {there}", name=each.name, here=here, there=there)
    return say("{name}: {here} replaces {there}", name=each.name, here=here, there=there)


def _json(checked: Checked) -> None:
    from kagemi.files.plans import to_json

    value = {
        "faults": checked.faults,
        "doubts": [{"test": test, "item": item, "what": what} for test, item, what in checked.doubts],
        "overridden": checked.overridden,
    }
    click.echo(to_json(value), nl=False)


def _print(session: Session, checked: Checked) -> None:
    from kagemi.cli.faults import render_faults
    from kagemi.files.source import read_line

    errors = sum(f.severity == "error" for f in checked.faults)
    warnings = len(checked.faults) - errors
    click.echo(render_faults(checked.faults, session.lang, read_line), nl=False)
    for test, item, what in checked.doubts:
        session.print(say("{item}: {test}: {what}", item=item, test=test, what=what))
    if checked.doubts:
        session.print(
            say(
                "{n} figures are hard to believe: correct them in corrections.csv, or accept them in "
                "accepted.csv with a reason",
                n=len(checked.doubts),
            )
        )
    for each in dict.fromkeys(checked.overridden):
        session.print(_says(each))
    session.print(say("Checked: {what}", what=tuple(checked.looked_at)))
    if checked.faults:
        session.print(say("errors: {errors}, warnings: {warnings}", errors=errors, warnings=warnings))
    elif not checked.doubts:
        session.print(say("All is well."))
