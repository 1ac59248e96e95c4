"""What a rule costs, in words."""

from kagemi.domain.amount import Amount
from kagemi.domain.reasons import Range, Variant
from kagemi.domain.rules import Budget
from kagemi.language.messages import text
from kagemi.reasons.price_texts import variant


def told(low: float, high: float) -> str:
    rule = Budget(name="budget", max=Amount(9200))
    return text(variant(Variant("max", rule, Range(low, high)), Range(9000, 9008)), "en")


def test_a_change_that_is_more_than_the_proof_is_told_with_its_sign() -> None:
    assert told(9100, 9108) == "9,200: +IDR 100"
    assert told(8900, 8908) == "9,200: −IDR 100"


def test_a_change_smaller_than_the_proof_is_not_told_as_one() -> None:
    assert told(8999, 9007) == "9,200: within the proof, at most IDR 9"
