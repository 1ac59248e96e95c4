"""What click says by itself, listed for the translators; `main` has click look it up in our catalogue."""

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
