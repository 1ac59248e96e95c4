"""What click says by itself, listed for the translators; `main` has click look it up in our catalogue."""

from gettext import ngettext

from kagemi.domain.message import say

WORDS = (
    say("Usage:"),
    say("Options"),
    say("Positional arguments"),
    say("Show this message and exit."),
    say("Aborted!"),
    say("Error: {message}"),
    say("Try '{command} {option}' for help."),
    say("Missing command."),
    say("Missing argument"),
    say("Missing option"),
    say("Missing parameter"),
    say("Missing {param_type}"),
    say("Missing parameter: {param_name}"),
    say("No such command {name!r}."),
    say("No such option {name!r}."),
    say("Invalid value: {message}"),
    say("Invalid value for {param_hint}: {message}"),
    say("{value!r} is not a valid {number_type}."),
    say("{value} is not in the range {range}."),
    say("Option {name!r} does not take a value."),
    say("default: {default}"),
)

COUNTED = (
    ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", 1),
    ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", 1),
    ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", 1),
    ngettext("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.", 1),
)

PLACEHOLDERS = (
    say("ARGS"),
    say("BASIS"),
    say("COLUMN"),
    say("COMMAND"),
    say("DATE"),
    say("DAY"),
    say("DIR"),
    say("DISH"),
    say("ENTRY"),
    say("FIELD"),
    say("FILE"),
    say("FLOAT RANGE"),
    say("FOOD"),
    say("ID"),
    say("INTEGER RANGE"),
    say("KG"),
    say("KIND"),
    say("LINE"),
    say("LOT"),
    say("NUTRIENT"),
    say("OPTIONS"),
    say("PERCENT"),
    say("PLAN"),
    say("QUERY"),
    say("RUPIAH"),
    say("TAG"),
    say("TEXT"),
    say("TRADER"),
    say("UNIT"),
    say("WEEK"),
)
"""What stands for a value in a line on usage; `commands` translates them."""
