"""People: who has an account, and what was done on the page."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from kagemi.domain.message import Message, say
from kagemi.domain.page import RIGHTS
from kagemi.memory import workspace_store
from kagemi.web.accounts import end, enter, everybody
from kagemi.web.pages import Ask, Page, go, page

ROLES: dict[str, Message] = {
    "staff": say("canteen staff: plan, buy, cook, record"),
    "teacher": say("teacher: look and print"),
    "nutritionist": say("nutritionist: all that staff may, and change rules"),
    "admin": say("admin: everything, and accounts"),
}
assert set(ROLES) == set(RIGHTS)
DONE: dict[str, Message] = {
    "login": say("logged in"),
    "login refused": say("login refused: the password was wrong"),
    "account": say("account made or changed"),
    "account ended": say("account ended"),
    "plan": say("week planned"),
    "plan anew": say("week planned anew"),
    "change": say("menu changed"),
    "publish": say("week published"),
    "cancel": say("work cancelled"),
    "rules saved": say("rules saved"),
    "price set": say("price set"),
    "price taken back": say("price taken back"),
    "price list": say("price list taken over"),
    "record": say("count of what came back"),
}
"""What the log's words mean; the log keeps the words, and each reader sees their own language."""


def show(ask: Ask) -> Response:
    """The list of people and the last things done."""
    with workspace_store(ask.desk.workspace, ask.desk.environment) as store:
        from kagemi.store import people

        done = people.audit(store)
    found = everybody(ask.desk.workspace, ask.desk.environment)
    return page(ask, "people.html.j2", people=found, roles=ROLES, done=DONE, audit=done)


def save(ask: Ask) -> Response:
    """Make or change an account."""
    name, role = ask.form.get("name", ""), ask.form.get("role", "")
    person = enter(
        ask.desk.workspace, ask.desk.environment, name, role, ask.form.get("password", ""), ask.desk.now()
    )
    ask.desk.note(ask.person.name, "account", f"{person.name}: {person.role}")
    return go(ask, "/people")


def ask_to_end(ask: Ask) -> Response:
    """Ask whether an account is to end."""
    name = ask.query.get("name", "")
    if all(p.name != name for p in everybody(ask.desk.workspace, ask.desk.environment)):
        raise HTTPException(404)
    return page(ask, "people_end.html.j2", name=name)


def remove(ask: Ask) -> Response:
    """End an account."""
    name = ask.form.get("name", "")
    end(ask.desk.workspace, ask.desk.environment, name, ask.desk.now())
    ask.desk.note(ask.person.name, "account ended", name)
    return go(ask, "/people")


PAGES = (
    Page("/people", show, "people"),
    Page("/people", save, "people", "POST"),
    Page("/people/end", ask_to_end, "people"),
    Page("/people/end", remove, "people", "POST"),
)
