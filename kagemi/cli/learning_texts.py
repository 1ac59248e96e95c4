"""What a plan says of how its dishes were judged."""

from collections.abc import Iterator

from kagemi.domain.message import Message, say
from kagemi.domain.problem import PlanningProblem


def how_judged(problem: PlanningProblem) -> Iterator[Message]:
    """For how many dishes records count, and which were not judged by what is expected of them.

    Of a plan, which holds only what is served, the dishes of its menu.
    """
    judging = problem.judging
    names = {d.id: d.name for d in problem.dishes}
    if judging.recorded:
        yield say(
            "What came back counts for {n} dishes; the others have their starting estimate.",
            n=len(judging.recorded),
        )
    if judging.cautious:
        yield say("There are exams on these days: what is surely eaten counts, not what is expected.")
    tried = tuple(names[dish] for dish in judging.tried if dish in names)
    if tried:
        yield say(
            "Judged by a draw, so that they get their chance (seed {seed}): {dishes}",
            seed=judging.seed,
            dishes=tried,
        )
