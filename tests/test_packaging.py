"""What is installed: from a wheel in a fresh environment, and from an editable checkout."""

import os
import shutil
import site
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

import kagemi

ROOT = Path(kagemi.__file__).parents[1]
SHIPPED = ("kagemi", "menus", "nutrition_data", "docs", "pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the build needs, so that it leaves nothing behind here."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in SHIPPED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    return folder


@pytest.fixture(scope="module")
def wheel(checkout: Path) -> Path:
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "dist", ".", cwd=checkout)
    (built,) = (checkout / "dist").glob("*.whl")
    return built


def run(*command: object, cwd: Path) -> str:
    env = {**os.environ, "KAGEMI_LANG": "en", "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    env.pop("PYTHONPATH", None)
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def environment(folder: Path, *install: object) -> Path:
    """A fresh environment with Kagemi installed, its dependencies lent by this one; returns its scripts."""
    venv.create(folder, with_pip=False)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    packages = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip()
    lent = [p for p in site.getsitepackages() if Path(p).is_dir()]
    loader = f"import sys; sys.path += [p for p in {lent!r} if p not in sys.path]\n"
    (Path(packages) / "zz_lent.pth").write_text(loader, encoding="utf-8")
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps")
    run(*pip, "--no-build-isolation", "--no-index", *install, cwd=folder)
    return scripts


def test_a_wheel_holds_the_example_and_no_tests(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    example = {n.removeprefix("kagemi/example/") for n in names if n.startswith("kagemi/example/")}
    expected = {
        p.relative_to(ROOT).as_posix()
        for part in ("menus", "nutrition_data")
        for p in (ROOT / part).rglob("*")
        if p.is_file()
    }
    assert example == expected
    pages = {p.relative_to(ROOT).as_posix() for p in (ROOT / "docs" / "rules").rglob("*.md")}
    assert {f"kagemi/{page}" for page in pages} == {n for n in names if n.startswith("kagemi/docs/")}
    assert "kagemi/language/locale/id/LC_MESSAGES/kagemi.mo" in names
    assert any(n.endswith("licenses/LICENSE") for n in names)
    assert not [n for n in names if n.startswith(("tests/", "benchmarks/", "menus/"))]


def test_an_installed_wheel_runs_in_a_fresh_environment(wheel: Path, tmp_path: Path) -> None:
    scripts = environment(tmp_path / "env", wheel)
    assert run(scripts / "kagemi", "--version", cwd=tmp_path) == f"kagemi {kagemi.__version__}\n"
    assert "ikan_tuna" in run(scripts / "kagemi", "foods", "tuna", cwd=tmp_path)
    assert "| `equipment` |" in run(scripts / "kagemi", "rules", "equipment", cwd=tmp_path)
    where = run(scripts / "python", "-c", "import kagemi; print(kagemi.__file__)", cwd=tmp_path)
    assert Path(where).is_relative_to(tmp_path)
    run(scripts / "kagemi", "init", "canteen", cwd=tmp_path)
    assert (tmp_path / "canteen" / "menus" / "sheets" / "week.html.j2").is_file()


def test_an_editable_install_sees_changes_of_the_data_at_once(checkout: Path, tmp_path: Path) -> None:
    scripts = environment(tmp_path / "env", "--editable", checkout)
    foods = checkout / "nutrition_data" / "foods.csv"
    before = foods.read_bytes()
    try:
        foods.write_bytes(before.replace(b"Tahu,Tofu", b"Tahu,Live tofu"))
        changed = foods.read_bytes() != before
        listed = run(scripts / "kagemi", "foods", "tahu", cwd=tmp_path)
    finally:
        foods.write_bytes(before)
    assert changed
    assert "Live tofu" in listed
