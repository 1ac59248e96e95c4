"""How much of each dish is expected to be eaten, by estimates and by what came back."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from kagemi.domain.learning import Belief, Evidence, LearningConstants, believe, surely_eaten, weigh
from kagemi.domain.problem import DishFacts, Judging
from kagemi.domain.record import Record, merged

Common = Literal["dish", "species", "ladder", "slot", "method"]
"""What dishes may have in common."""

By = Literal[Common, "class"]
"""`class`: the school class whose trays were looked at."""


@dataclass(frozen=True)
class Learned:
    """What is believed of a dish, or of dishes that have something in common."""

    about: str
    estimate: float
    """The share eaten by the starting estimate; of several dishes, the mean."""
    evidence: Evidence
    belief: Belief

    @property
    def is_estimate(self) -> bool:
        """True if nothing was recorded yet."""
        return not self.evidence.records


def learn(
    dishes: Iterable[DishFacts], records: Iterable[Record], until: date, constants: LearningConstants
) -> dict[str, Learned]:
    """Dish id -> what is believed of it on a day; `records` are those of one canteen.

    The trays of several classes are one day's trays.
    """
    of_dish: dict[str, list[Record]] = {}
    for record in merged(records):
        of_dish.setdefault(record.dish, []).append(record)
    found = {}
    for dish in dishes:
        evidence = weigh(of_dish.get(dish.id, ()), until, constants)
        belief = believe(dish.acceptance, evidence, constants)
        found[dish.id] = Learned(dish.id, dish.acceptance, evidence, belief)
    return found


def pooled(
    dishes: Iterable[DishFacts], learned: Mapping[str, Learned], by: Common, constants: LearningConstants
) -> tuple[Learned, ...]:
    """What is believed of dishes together, by what they have in common; those without it are left out."""
    members: dict[str, list[Learned]] = {}
    for dish in dishes:
        for key in _keys(dish, by):
            members.setdefault(key, []).append(learned[dish.id])
    return tuple(_together(key, of_key, constants) for key, of_key in sorted(members.items()))


def school_classes(
    dishes: Iterable[DishFacts], records: Iterable[Record], until: date, constants: LearningConstants
) -> tuple[Learned, ...]:
    """What is believed of the dishes together of which a class's trays were looked at, class by class.

    `records` are those of one canteen; what came from all classes says nothing of one.
    """
    dishes = tuple(dishes)
    of_class: dict[str, list[Record]] = {}
    for record in records:
        if record.school_class:
            of_class.setdefault(record.school_class, []).append(record)
    found = []
    for name, own in sorted(of_class.items()):
        learned = [x for x in learn(dishes, own, until, constants).values() if not x.is_estimate]
        if learned:
            found.append(_together(name, learned, constants))
    return tuple(found)


def _together(about: str, members: Sequence[Learned], constants: LearningConstants) -> Learned:
    estimate = sum(m.estimate for m in members) / len(members)
    evidence = sum((m.evidence for m in members), Evidence())
    return Learned(about, estimate, evidence, believe(estimate, evidence, constants))


def _keys(dish: DishFacts, by: Common) -> tuple[str, ...]:
    match by:
        case "dish":
            return (dish.id,)
        case "species":
            return (dish.species,) if dish.species else ()
        case "ladder":
            return (f"ladder_{dish.ladder}",) if dish.ladder else ()
        case "slot":
            return dish.slots
        case "method":
            return (dish.method,) if dish.method else ()


def ladder_evidence(
    dishes: Iterable[DishFacts], learned: Mapping[str, Learned], constants: LearningConstants
) -> dict[int, float]:
    """Step of the fish ladder -> the share that is surely eaten of its dishes, where anything was recorded."""
    evidence: dict[int, Evidence] = {}
    for dish in dishes:
        if dish.ladder and not learned[dish.id].is_estimate:
            evidence[dish.ladder] = evidence.get(dish.ladder, Evidence()) + learned[dish.id].evidence
    return {step: surely_eaten(found, constants) for step, found in sorted(evidence.items())}


def usual_seed(canteen: str, first: date) -> int:
    """The seed of a plan that names none: the same for the same canteen and first day, on every machine."""
    return int.from_bytes(hashlib.sha256(f"{canteen} {first.isoformat()}".encode()).digest()[:4])


def judge(
    dishes: Iterable[DishFacts],
    learned: Mapping[str, Learned],
    constants: LearningConstants,
    *,
    trying: float = 0.0,
    seed: int = 0,
    cautious: bool = False,
) -> tuple[tuple[DishFacts, ...], Judging]:
    """The dishes with the acceptance that a plan counts on.

    The mean of what is believed where anything was recorded, else the starting estimate. `trying`: the share of
    the dishes, chosen by the seed, that are judged by a draw from what is believed (Thompson sampling), so that
    what is little known gets its chance. `cautious`: what is surely eaten instead, and nothing is tried.
    """
    dishes = tuple(dishes)
    recorded = tuple(sorted(d.id for d in dishes if not learned[d.id].is_estimate))
    if cautious:
        low = 1 - constants.sure
        sure = tuple(replace(d, acceptance=learned[d.id].belief.quantile(low)) for d in dishes)
        return sure, Judging(recorded=recorded, cautious=True)
    lots = sorted((_draw(seed, "lot", d.id), d.id) for d in dishes)
    tried = frozenset(dish for _, dish in lots[: round(trying * len(lots))])
    judged = []
    for dish in dishes:
        known = learned[dish.id]
        if dish.id in tried:
            share = known.belief.quantile(_draw(seed, "share", dish.id))
        else:
            share = dish.acceptance if known.is_estimate else known.belief.mean
        judged.append(replace(dish, acceptance=share))
    return tuple(judged), Judging(recorded, tuple(sorted(tried)), seed if tried else None)


def _draw(seed: int, what: str, dish: str) -> float:
    """A number from 0 to 1, of its own for each dish: other dishes do not change it."""
    digest = hashlib.sha256(f"{seed} {what} {dish}".encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48
