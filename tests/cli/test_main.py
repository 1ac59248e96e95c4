"""What every run has: help, language, version, exit codes, streams."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import kagemi as package
from kagemi.cli.main import COMMANDS
from kagemi.cli.session import language
from kagemi.domain.rules import KINDS
from kagemi.language import rule_texts
from tests.cli.runner import kagemi
from tests.workspaces import canteen


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_command_has_help_in_both_languages(tmp_path: Path, command: str, lang: str) -> None:
    result = kagemi(tmp_path, command, "-h", lang=lang)
    assert result.exit_code == 0
    assert "--workspace" in result.stdout


def test_help_lists_every_command(tmp_path: Path) -> None:
    result = kagemi(tmp_path)
    assert result.exit_code == 0
    assert all(f"\n  {command}" in result.stdout for command in COMMANDS)


def test_the_version_is_printed(tmp_path: Path) -> None:
    assert kagemi(tmp_path, "--version").stdout == f"kagemi {package.__version__}\n"


def test_help_imports_nothing_but_click() -> None:
    heavy = (
        "rich",
        "pydantic",
        "ruamel",
        "pulp",
        "highspy",
        "babel",
        "jinja2",
        "sqlalchemy",
        "kagemi.planning",
    )
    code = (
        "import sys\nfrom kagemi.cli.main import root\n"
        "try: root.main(['--help'])\nexcept SystemExit: pass\n"
        f"print([m for m in {heavy!r} if m in sys.modules], file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stderr == "[]\n"


def test_it_runs_as_a_module() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "kagemi", "--version"], capture_output=True, text=True, check=True
    )
    assert run.stdout == f"kagemi {package.__version__}\n"


@pytest.mark.parametrize(
    ("args", "environment", "system", "expected"),
    [
        (["--lang", "id"], {"KAGEMI_LANG": "en"}, "en_US", "id"),
        (["plan", "--lang=en"], {"KAGEMI_LANG": "id"}, "id_ID", "en"),
        ([], {"KAGEMI_LANG": "id", "LANG": "en_US.UTF-8"}, "", "id"),
        ([], {"LANG": "id_ID.UTF-8"}, "", "id"),
        ([], {"LC_ALL": "C", "LANG": "id_ID.UTF-8"}, "", "en"),
        ([], {}, "Indonesian_Indonesia", "id"),
        ([], {}, "de_DE", "en"),
        (["--lang", "fr"], {}, "", "en"),
    ],
)
def test_the_language_is_the_first_that_is_said(
    args: list[str],
    environment: dict[str, str],
    system: str,
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert language(args, environment, lambda: system) == expected


def test_the_workspace_settles_the_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = canteen(tmp_path / "ws", language="id")
    monkeypatch.chdir(folder / "menus" / "dishes")
    assert language([], {"LANG": "en_US"}, str) == "id"
    monkeypatch.chdir(tmp_path)
    assert language(["--workspace", str(folder)], {"LANG": "en_US"}, str) == "id"


@pytest.mark.parametrize(
    "args", [["none"], ["plan", "--nothing"], ["plan", "--weeks", "0"], ["--lang", "fr", "plan"]]
)
def test_wrong_usage_is_told_on_stderr_with_exit_code_2(tmp_path: Path, args: list[str]) -> None:
    result = kagemi(tmp_path, *args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Usage: kagemi" in result.stderr


def test_invalid_input_is_told_on_stderr_with_exit_code_4(ws: Path) -> None:
    (ws / "nutrition_data" / "foods.csv").write_text("id\n")
    result = kagemi(ws, "foods")
    assert result.exit_code == 4
    assert result.stdout == ""
    assert "nutrition_data/foods.csv" in result.stderr


def test_a_folder_that_is_no_workspace_is_invalid_input(tmp_path: Path) -> None:
    result = kagemi(tmp_path, "plan", "--workspace", str(tmp_path))
    assert result.exit_code == 4
    assert "not a workspace" in result.stderr


def test_an_error_of_the_program_is_a_sentence_and_exit_code_1(
    ws: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("kagemi.files.nutrition.load_food_table", broken)
    result = kagemi(ws, "foods")
    assert result.exit_code == 1
    assert result.stderr.startswith("Kagemi failed: ZeroDivisionError: division by zero\n")


def test_options_of_all_commands_may_stand_before_or_after_the_command(ws: Path, tmp_path: Path) -> None:
    before = kagemi(tmp_path, "--workspace", str(ws), "-q", "foods", "tempe")
    after = kagemi(tmp_path, "foods", "tempe", "--workspace", str(ws), "-q")
    assert before.stdout == after.stdout != ""
    assert before.stderr == after.stderr == ""


@pytest.mark.parametrize("no_color", ["1", "yes"])
def test_no_color_is_respected(planned: Path, no_color: str) -> None:
    coloured = kagemi(planned, "show", FORCE_COLOR="1")
    assert "\x1b[32m" in coloured.stdout
    plain = kagemi(planned, "show", FORCE_COLOR="1", NO_COLOR=no_color)
    assert "\x1b[32m" not in plain.stdout


def test_output_in_an_old_code_page_is_utf_8(planned: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "kagemi", "show"],
        capture_output=True,
        check=True,
        cwd=planned,
        env={"PYTHONIOENCODING": "cp1252", "PYTHONPATH": str(Path(package.__file__).parents[1]), "LANG": "C"},
    )
    assert "✓" in run.stdout.decode("utf-8")


@pytest.mark.parametrize("args", [["show"], ["show", "--json"], ["foods"]])
def test_a_reader_that_leaves_early_gets_no_traceback(planned: Path, args: list[str]) -> None:
    run = subprocess.Popen(
        [sys.executable, "-m", "kagemi", *args, "-q"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=planned,
        env={"PYTHONPATH": str(Path(package.__file__).parents[1])},
    )
    assert run.stdout is not None
    run.stdout.close()
    _, errors = run.communicate()
    assert (run.returncode, errors) == (1, "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_each_shell_has_its_completion_script(tmp_path: Path, shell: str) -> None:
    result = kagemi(tmp_path, "completion", shell)
    assert result.exit_code == 0
    assert "_KAGEMI_COMPLETE" in result.stdout


def test_completion_offers_commands_without_importing_them(tmp_path: Path) -> None:
    result = kagemi(tmp_path, _KAGEMI_COMPLETE="bash_complete", COMP_WORDS="kagemi sh", COMP_CWORD="1")
    assert result.stdout.split() == ["plain,show", "plain,sheet"]


def test_every_kind_of_rule_can_be_put_into_words() -> None:
    assert set(rule_texts.ASKS) == set(KINDS)


@pytest.mark.parametrize(
    "command", [["foods"], ["dishes"], ["check"], ["show"], ["plan", "--week", "2026-W49"]]
)
def test_json_goes_to_stdout_alone(planned: Path, tmp_path: Path, command: list[str]) -> None:
    out = ["--out", str(tmp_path)] if command[0] == "plan" else []
    json.loads(kagemi(planned, *command, "--json", *out).stdout)
