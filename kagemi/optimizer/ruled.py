"""A menu model with the rules in it: rows within its days are in the program, wider ones are kept aside."""

from dataclasses import dataclass, field

import pulp

from kagemi.domain.rules import AnyRule
from kagemi.optimizer.constraints import rows
from kagemi.optimizer.model import Expression, MenuModel, Row


@dataclass
class RuledModel:
    """The rows of all rules by name, the rule of each, and the shortfall variable of each soft row.

    A shortfall of 1 is the row's whole `scale`.
    """

    model: MenuModel
    rows: dict[str, Row] = field(default_factory=dict)
    rule_of: dict[str, AnyRule] = field(default_factory=dict)
    slack: dict[str, pulp.LpVariable] = field(default_factory=dict)

    @classmethod
    def build(cls, model: MenuModel, rules: tuple[AnyRule, ...] | None = None) -> "RuledModel":
        """Put the rules (all of the problem's by default) into the model's program."""
        ruled = cls(model)
        mine, past = {d.index for d in model.days}, model.problem.fixed_days
        for rule in model.problem.rules if rules is None else rules:
            for row in rows(rule, model):
                if past.issuperset(row.span.days):
                    continue  # nothing can change it any more
                ruled.rows[row.name] = row
                ruled.rule_of[row.name] = rule
                if mine.issuperset(row.span.days):
                    ruled._add(row, rule.soft)
        return ruled

    def _add(self, row: Row, soft: bool) -> None:
        constraint = row.constraint
        if soft:
            s = self.slack[row.name] = pulp.LpVariable(f"short_{row.name}", 0)
            constraint = constraint + slack_sign(constraint.sense) * row.scale * s
        self.model.lp += constraint, row.name

    def shortfall(self) -> Expression:
        """Sum of all shortfalls of soft rows, each in parts of its bound, a day's miss counting once a day."""
        return Expression([(s, self.rows[name].weight) for name, s in self.slack.items()])

    def values(self, servings: dict[tuple[int, str], dict[str, float]]) -> dict[str, float]:
        """The value of every variable for given servings; shortfalls as small as the rows allow."""
        values = self.model.values(servings)
        for name, s in self.slack.items():
            row = self.rows[name]
            short = slack_sign(row.constraint.sense) * (right_side(row) - evaluate(row.constraint, values))
            values[s.name] = max(0.0, short) / row.scale
        return values


def slack_sign(sense: int) -> float:
    """+1 where a shortfall must be added to the left side to keep a row, -1 where it must be taken away."""
    return 1.0 if sense == pulp.LpConstraintGE else -1.0


def right_side(row: Row) -> float:
    """The row's constant, on the right."""
    return -float(row.constraint.constant)


def evaluate(expression: Expression | pulp.LpConstraint, values: dict[str, float]) -> float:
    """Sum of coefficient times value; the constant is left out; variables without a value are 0."""
    return float(sum(a * values.get(v.name, 0.0) for v, a in expression.items()))
