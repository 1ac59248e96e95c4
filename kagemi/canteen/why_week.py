"""What questions about a week are asked of: its problem as the files have it now, with what was wished for."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from kagemi.canteen.changes import todays_problem
from kagemi.canteen.replan import wishes_before
from kagemi.domain.plan import Outcome, Plan
from kagemi.domain.problem import PlanningProblem
from kagemi.files.workspace import Workspace
from kagemi.memory import planned_before, price_basis_of, read_experience
from kagemi.planning import build_problem, load_constraints_file
from kagemi.reasons.today import Today


def week_to_explain(plan: Plan, workspace: Workspace, environment: Mapping[str, str], today: date) -> Today:
    """A plan's problem with today's rules and what was wished for in its week; raises InvalidInput."""
    found = todays_problem(plan, workspace, environment, today)
    wishes = wishes_before(plan, {r.name for r in found.problem.rules})
    return replace(found, problem=replace(found.problem, rules=(*found.problem.rules, *wishes)))


def reached(plan: Plan, problem: PlanningProblem) -> Outcome:
    """What a plan has reached of the problem's objective, tier after tier, as far as both have the same.

    A week that was planned anew has its fewest changes first, which no rule is priced against.
    """
    tiers = [t for t in plan.outcome.tiers if t.quantity != "changes"]
    same = 0
    for tier, result in zip(problem.objective, tiers, strict=False):
        if tier.quantity != result.quantity:
            break
        same += 1
    return replace(plan.outcome, tiers=tuple(tiers[:same]))


def coming_week(workspace: Workspace, environment: Mapping[str, str], first: date, today: date) -> Today:
    """The problem of the week from `first` on, as `kagemi plan` would plan it; raises InvalidInput."""
    known = read_experience(workspace, environment, today, price_basis_of(workspace))
    kitchen, rules = load_constraints_file(workspace, workspace.constraints, known)
    before = planned_before(workspace, rules, first, environment)
    return Today(kitchen, build_problem(rules, kitchen, first, 1, before, known))
