"""The problem that a plan was made from, as the workspace has it today: a plan holds only what is served."""

from dataclasses import dataclass, replace
from pathlib import Path

from kagemi.domain.experience import Experience
from kagemi.domain.message import Message, say
from kagemi.domain.plan import Plan
from kagemi.domain.problem import PlanningProblem
from kagemi.domain.stock_rules import stock_rules, with_rules
from kagemi.files.workspace import Workspace
from kagemi.planning import Kitchen, build_problem, load_constraints_file


@dataclass(frozen=True)
class Today:
    """What a plan was made from, as the workspace has it today."""

    kitchen: Kitchen
    problem: PlanningProblem


def same_problem(
    plan: Plan, workspace: Workspace, path: Path, experience: Experience | None = None
) -> Today | Message:
    """The problem of the plan's days from a constraints file, or why the file is not that of the plan.

    Raises InvalidInput if files are broken.
    """
    if not path.exists():
        return say("there is no constraints file {file}", file=path.as_posix())
    kitchen, rules = load_constraints_file(workspace, path, experience)
    if rules.canteen != plan.problem.canteen:
        return say(
            "{file} is for {canteen}, the plan for {other}",
            file=path.as_posix(),
            canteen=rules.canteen,
            other=plan.problem.canteen,
        )
    days = plan.problem.days
    weeks = days[-1].week - days[0].week + 1
    seed = plan.problem.judging.seed
    known = experience and replace(experience, stock=())  # what was in stock when the plan was made counts
    problem = build_problem(rules, kitchen, days[0].date, weeks, experience=known, seed=seed)
    problem = with_rules(problem, stock_rules(plan.problem))
    if [d.date for d in problem.days] != [d.date for d in days]:
        return say("{file} has other days than the plan", file=path.as_posix())
    if [g.id for g in problem.groups] != [g.id for g in plan.problem.groups]:
        return say("{file} has other groups than the plan", file=path.as_posix())
    return Today(kitchen, replace(problem, days=days, before=plan.problem.before))
