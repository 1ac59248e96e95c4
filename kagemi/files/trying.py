"""The key `learning` of a constraints file: how much of a plan is for finding out."""

from kagemi.domain.amount import Amount
from kagemi.domain.constraints import Learning
from kagemi.domain.message import say
from kagemi.files.rules import read_amount
from kagemi.files.shape import Reading
from kagemi.files.yaml import Loc

KEYS = ("trying",)


def read_learning(reading: Reading) -> Learning:
    """The key `learning`; without it nothing is tried."""
    loc: Loc = ("learning",)
    if "learning" not in reading.document.data:
        return Learning()
    example = say("write a share of the dishes, as in trying: 20 %")
    if not isinstance(reading.value(*loc), dict):
        reading.error(loc, say("learning must be a group of keys"), example)
        return Learning()
    data = reading.only(loc, KEYS)
    if "trying" not in data:
        return Learning()
    written = reading.document.text(*loc, "trying")
    amount = read_amount(data["trying"], written, example)
    if not isinstance(amount, Amount):
        reading.error((*loc, "trying"), *amount)
    elif amount.unit not in ("", "%") or not 0 <= amount.share <= 1:
        reading.error((*loc, "trying"), say("{written} is no share", written=written), example)
    else:
        return Learning(amount.share)
    return Learning()
