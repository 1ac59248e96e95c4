"""Kagemi plans school lunches: the best weekly menu within nutrition targets and a budget, with proof.

For notebooks: `from kagemi import find_workspace, load_constraints_file, build_problem, make_plan` and the
other names of `__all__`; each is imported when it is first asked for.
"""

from importlib import import_module

__version__ = "0.1.0"

_PLACES = {
    "find_workspace": "kagemi.files.workspace",
    "read_plan": "kagemi.files.plans",
    "Search": "kagemi.planning",
    "load_kitchen": "kagemi.planning",
    "load_constraints_file": "kagemi.planning",
    "build_problem": "kagemi.planning",
    "make_plan": "kagemi.planning",
    "explain_no_menu": "kagemi.reasons.explain",
    "explain_plan": "kagemi.reasons.explain",
    "explain_dish": "kagemi.reasons.why",
}
__all__ = ["__version__", *_PLACES]


def __getattr__(name: str) -> object:
    """Import a name of the interface when it is first asked for: the command line stays quick."""
    if name not in _PLACES:
        raise AttributeError(f"module 'kagemi' has no attribute '{name}'")
    return getattr(import_module(_PLACES[name]), name)
