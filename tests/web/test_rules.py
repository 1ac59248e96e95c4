"""Rules: a constraints file changed in a form and as text, checked, and saved by one person and by two."""

import html
import re
import shutil
from pathlib import Path

import pytest

from kagemi.web.accounts import enter
from tests.web.page import ORIGIN, Client
from tests.workspaces import FISH, canteen

COMMENTED = "{kind: budget, name: budget, max: 10000} # the school's own"
FILE = "/rules/week.yaml"


@pytest.fixture
def ws(tmp_path: Path) -> Path:
    return canteen(tmp_path / "ws", FISH, COMMENTED)


@pytest.fixture
def client(ws: Path) -> Client:
    return Client(ws)


def on_disk(ws: Path) -> str:
    return (ws / "menus" / "constraints" / "week.yaml").read_text(encoding="utf-8")


def fields(client: Client) -> dict[str, str]:
    """What a browser would send of the editor as it is opened."""
    return fields_of(client.get(FILE).text)


def fields_of(shown: str) -> dict[str, str]:
    """What a browser would send of a page's form."""
    found: dict[str, str] = {}
    for tag in re.findall(r"<input [^>]*>", shown):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1] != "csrf":
            found[name[1]] = html.unescape(value[1]) if value else ""
    for name, options in re.findall(r'<select [^>]*name="(now-[^"]*)">(.*?)</select>', shown):
        found[name] = re.findall(r'value="([^"]*)" selected', options)[0]
    texts = re.findall(r'<textarea [^>]*name="text"[^>]*>\n(.*?)</textarea>', shown, re.DOTALL)
    return {**found, "text": html.unescape(texts[0])}


def text_in(page: str) -> str:
    return fields_of(page)["text"]


def part(client: Client, sent: dict[str, str]) -> str:
    """What htmx gets for a check."""
    headers = {"Origin": ORIGIN, "HX-Request": "true", "X-CSRF": client.token("/rules")}
    return client.post(f"{FILE}/check", data=sent, headers=headers).text


def as_(role: str, ws: Path) -> Client:
    """Somebody of a role, logged in."""
    client = Client(ws, needs_login=True)
    enter(client.desk.workspace, client.desk.environment, "sari", role, "kata sandi", client.desk.now())
    client.log_in("sari", "kata sandi")
    return client


def test_the_list_names_the_files_and_the_one_that_weeks_are_planned_by(client: Client) -> None:
    text = client.get("/rules").text
    assert 'href="/rules/week.yaml"' in text
    assert "weeks are planned by this one" in text


def test_a_file_opens_as_sentences_figures_and_text(client: Client, ws: Path) -> None:
    text = client.get(FILE).text
    assert "cost at most IDR 10,000 a portion" in text
    assert 'name="now-0-at_least" value="2"' in text
    assert "rupiah" in text
    assert text_in(text) == on_disk(ws)


def test_a_figure_of_the_form_goes_into_the_text_and_the_comment_stays(client: Client, ws: Path) -> None:
    sent = client.fill(f"{FILE}/check", {**fields(client), "now-1-max": "9500"})
    assert text_in(sent.text) == on_disk(ws).replace("max: 10000}", "max: 9500}")


def test_checking_writes_nothing(client: Client, ws: Path) -> None:
    before = on_disk(ws)
    client.fill(f"{FILE}/check", {**fields(client), "now-1-max": "9500"})
    assert on_disk(ws) == before


def test_a_rule_is_made_soft_and_given_a_reason(client: Client) -> None:
    sent = client.fill(f"{FILE}/check", {**fields(client), "now-0-soft": "yes", "now-0-why": "ikan: sehat"})
    assert "at_least: 2, soft: true, why: 'ikan: sehat'}" in text_in(sent.text)


def test_an_emptied_figure_is_taken_out_of_the_text(client: Client) -> None:
    sent = client.fill(f"{FILE}/check", {**fields(client), "now-0-at_least": "", "now-0-at_most": "2"})
    assert "tag: fish, at_most: 2}" in text_in(sent.text)


def test_a_rule_that_moved_in_the_text_still_gets_the_figure_of_the_form(client: Client, ws: Path) -> None:
    moved = fields(client)
    moved["text"] = moved["text"].replace(f"  - {FISH}\n", f"  - {{kind: labour, hours: 40}}\n  - {FISH}\n")
    sent = client.fill(f"{FILE}/check", {**moved, "now-1-max": "9500"})
    assert "max: 9500} # the school's own" in text_in(sent.text)


def test_a_rule_that_is_gone_from_the_text_is_told(client: Client) -> None:
    gone = fields(client)
    gone["text"] = gone["text"].replace(f"  - {COMMENTED}\n", "")
    sent = client.fill(f"{FILE}/check", {**gone, "now-1-max": "9500"})
    assert "is not in the text any more" in sent.text


def test_a_fault_is_told_with_line_column_and_the_line_itself(client: Client) -> None:
    wrong = fields(client)
    wrong["text"] = wrong["text"].replace("tag: fish", "tag: fihs")
    text = client.fill(f"{FILE}/check", wrong).text
    assert "line 11, column 44" in text
    assert 'data-line="11"' in text


def test_a_text_that_cannot_be_read_keeps_its_words_and_hides_the_form(client: Client) -> None:
    wrong = {**fields(client), "text": "rules: [\n"}
    text = client.fill(f"{FILE}/check", wrong).text
    assert "the form comes back" in text
    assert text_in(text) == "rules: [\n"


def test_htmx_gets_faults_and_form_and_the_text_only_if_the_form_changed_it(client: Client) -> None:
    as_is = fields(client)
    only_text = part(client, as_is)
    assert 'id="figures" hx-swap-oob="true"' in only_text
    assert "<textarea" not in only_text
    filled = part(client, {**as_is, "now-1-max": "9500"})
    assert 'id="text"' in filled
    assert "<html" not in filled


def test_changes_are_shown_line_by_line_before_anything_is_saved(client: Client, ws: Path) -> None:
    before = on_disk(ws)
    text = client.fill(f"{FILE}/changes", {**fields(client), "now-1-max": "9500"}).text
    assert re.search(r'class="removed".*taken away: .*max: 10000', text)
    assert re.search(r'class="added".*added: .*max: 9500', text)
    assert on_disk(ws) == before


def test_saving_writes_the_text_as_it_was_sent_and_notes_who_did(client: Client, ws: Path) -> None:
    before = on_disk(ws)
    done = client.fill(f"{FILE}/save", {**fields(client), "now-1-max": "9500"})
    assert (done.status, done.location) == (303, f"{FILE}?saved=1")
    assert on_disk(ws) == before.replace("max: 10000", "max: 9500")
    assert "rules saved" in client.get("/people").text


def test_a_file_keeps_its_own_line_ends(client: Client, ws: Path) -> None:
    path = ws / "menus" / "constraints" / "week.yaml"
    path.write_bytes(on_disk(ws).replace("\n", "\r\n").encode())
    client.fill(f"{FILE}/save", {**fields(client), "now-1-max": "9500"})
    written = path.read_bytes()
    assert b"max: 9500" in written
    assert written.count(b"\r\n") == written.count(b"\n")


def test_a_text_with_errors_is_not_saved_and_not_lost(client: Client, ws: Path) -> None:
    before = on_disk(ws)
    wrong = {**fields(client), "now-1-max": "10"}
    sent = client.fill(f"{FILE}/save", wrong)
    assert sent.status == 422
    assert "max: 10}" in text_in(sent.text)
    assert on_disk(ws) == before


def test_a_text_with_a_warning_is_saved(client: Client, ws: Path) -> None:
    warned = {**fields(client), "now-0-soft": "yes"}
    assert "soft rules have no say in this objective" in client.fill(f"{FILE}/check", warned).text
    assert client.fill(f"{FILE}/save", warned).status == 303
    assert "soft: true" in on_disk(ws)


def test_the_second_of_two_people_is_told_and_keeps_both_texts(client: Client, ws: Path) -> None:
    second = {**fields(client), "now-1-max": "9500"}
    client.fill(f"{FILE}/save", {**fields(client), "now-0-at_least": "1"})
    sent = client.fill(f"{FILE}/save", second)
    assert sent.status == 409
    assert "was changed by somebody else" in sent.text
    assert "max: 9500" in text_in(sent.text)
    assert re.search(r'id="theirs".*at_least: 1', sent.text, re.DOTALL)
    assert "max: 10000" in on_disk(ws)


def test_the_second_one_can_save_after_seeing_the_others_text(client: Client, ws: Path) -> None:
    second = {**fields(client), "now-1-max": "9500"}
    client.fill(f"{FILE}/save", {**fields(client), "now-0-at_least": "1"})
    seen = fields_of(client.fill(f"{FILE}/changes", second).text)
    seen["text"] = seen["text"].replace("at_least: 2", "at_least: 1")
    assert client.fill(f"{FILE}/save", seen).status == 303
    assert "at_least: 1" in on_disk(ws)
    assert "max: 9500" in on_disk(ws)


@pytest.mark.parametrize(
    "name", ["../../kagemi.toml", "..%2F..%2Fkagemi.toml", "%2e%2e/week.yaml", "absent.yaml", "secret.yaml"]
)
def test_only_files_of_the_folder_can_be_opened(client: Client, ws: Path, tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside.yaml"
    shutil.copy(ws / "menus" / "constraints" / "week.yaml", outside)
    (ws / "menus" / "constraints" / "secret.yaml").symlink_to(outside)
    assert client.get(f"/rules/{name}").status_code == 404


def test_words_of_the_file_are_never_markup(client: Client, ws: Path) -> None:
    path = ws / "menus" / "constraints" / "week.yaml"
    evil = "'</textarea><script>alert(1)</script>'"
    path.write_text(on_disk(ws).replace("at_least: 2", f"at_least: 2, why: {evil}"), encoding="utf-8")
    text = client.get(FILE).text
    assert "<script>alert" not in text
    assert text_in(text) == on_disk(ws)


def test_a_teacher_reads_the_rules_and_cannot_change_them(ws: Path) -> None:
    teacher = as_("teacher", ws)
    shown = teacher.get(FILE).text
    assert "cost at most" in shown
    assert "now-1-max" not in shown
    for action in ("check", "changes", "save"):
        assert teacher.fill(f"{FILE}/{action}", {"text": "rules: []"}).status == 403


def test_a_nutritionist_may_change_them(ws: Path) -> None:
    person = as_("nutritionist", ws)
    assert person.fill(f"{FILE}/save", {**fields(person), "now-1-max": "9500"}).status == 303


def test_rules_are_read_in_indonesian_too(client: Client) -> None:
    client.cookies.set("kagemi_lang", "id")
    assert "paling tinggi Rp10.000" in client.get(FILE).text


def test_a_faulty_dish_does_not_stop_work_on_the_rules(client: Client, ws: Path) -> None:
    (ws / "menus" / "dishes" / "broken.yaml").write_text("id: [", encoding="utf-8")
    assert 'name="now-1-max" value="10000"' in client.get(FILE).text


def test_a_file_that_does_not_fit_to_what_it_extends_any_more_is_named(client: Client, ws: Path) -> None:
    child = ws / "menus" / "constraints" / "own.yaml"
    child.write_text("extends: week.yaml\nwithout: [budget]\n", encoding="utf-8")
    renamed = fields(client)
    renamed["text"] = renamed["text"].replace("name: budget", "name: money")
    done = client.fill(f"{FILE}/save", renamed)
    assert "own.yaml has errors now" in client.get(done.location).text
