# One word for each thing that is done often; `make` lists them. Windows: see README.md.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

WORKSPACE := workspace
WEEK := $(shell $(PYTHON) -c 'from datetime import date, timedelta as t; d = date.today(); print((d + t(7 - d.weekday())).strftime("%G-W%V"))')
PLAN := $(WORKSPACE)/plans/$(WEEK).json
SHEET := $(WORKSPACE)/plans/$(WEEK)-week-id.html
INPUTS = $(wildcard $(WORKSPACE)/kagemi.toml $(WORKSPACE)/nutrition_data/*.csv $(WORKSPACE)/menus/dishes/*.yaml $(WORKSPACE)/menus/constraints/*.yaml)

TEST := $(BIN)/python -m pytest --numprocesses=auto --dist=worksteal
CATALOGUE := kagemi/language/locale/id/LC_MESSAGES/kagemi.po

# Ctrl-C keeps the best plan found: make must not delete it.
.PRECIOUS: $(PLAN)
.PHONY: help menu test check format bench messages schema system clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile

menu: $(SHEET) ## the coming week's menu and its sheet, in a workspace of your own
	@echo "Lembar menu / menu sheet: $(abspath $(SHEET))"

test: $(VENV)/.dev system ## all tests
	$(TEST)

check: $(VENV)/.dev system ## style, types, contracts between the layers, tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(TEST)

format: $(VENV)/.dev ## put the code in its usual form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(VENV)/.dev ## measure: ratios to the bare solver, growth, gap against time
	$(BIN)/python -m benchmarks

messages: $(VENV)/.dev ## collect the sentences of the code into the catalogue, and compile it
	$(BIN)/pybabel -q extract -F kagemi/language/mapping.cfg -k say -k translate --add-location=file \
		--sort-output --omit-header -o $(VENV)/kagemi.pot kagemi menus
	$(BIN)/pybabel -q update -i $(VENV)/kagemi.pot -o $(CATALOGUE) -l id \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel -q compile -i $(CATALOGUE) -o $(CATALOGUE:.po=.mo)

schema: $(VENV)/.dev ## write the schemas of plan files, of constraints files and of what --json prints
	$(BIN)/python -c 'from kagemi.files.plans import plan_schema, to_json; print(to_json(plan_schema()), end="")' \
		> docs/plan.schema.json
	$(BIN)/kagemi schema --out menus/constraints/constraints.schema.json
	$(BIN)/python -m tests.docs.json_schemas

clean: ## remove what was built; the workspace stays
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .benchmarks .import_linter_cache

$(SHEET): $(PLAN) $(wildcard $(WORKSPACE)/menus/sheets/*)
	cd $(WORKSPACE) && ../$(BIN)/kagemi --lang id sheet plans/$(WEEK).json

$(PLAN): $(VENV)/.installed $(INPUTS) | $(WORKSPACE)/kagemi.toml
	cd $(WORKSPACE) && ../$(BIN)/kagemi --lang id plan --week $(WEEK)

$(WORKSPACE)/kagemi.toml: | $(VENV)/.installed
	$(BIN)/kagemi --lang id init $(WORKSPACE)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(PIP) install --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/bin/python
	$(PIP) install --editable '.[dev]'
	@touch $@ $(VENV)/.installed

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Kagemi needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV) || { \
		rm -rf $(VENV); echo "Python cannot make a virtual environment; on Debian: apt install python3-venv" >&2; exit 1; }

# The tests of the printed sheet need a browser, those of the store a PostgreSQL; on Debian, root can
# have them. Without them these tests are skipped, and fail only where CI=true says that nothing may be skipped.
system:
	@missing=""; \
	command -v chromium >/dev/null || command -v chromium-browser >/dev/null \
		|| command -v google-chrome >/dev/null || missing="$$missing chromium"; \
	command -v pg_ctl >/dev/null || ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1 \
		|| missing="$$missing postgresql"; \
	if [ -n "$$missing" ] && [ "$$(id -u)" = 0 ] && [ -e /etc/debian_version ]; then \
		echo "installing for the tests:$$missing"; \
		export DEBIAN_FRONTEND=noninteractive; \
		{ apt-get -qq update && apt-get -qq install -y --no-install-recommends $$missing; } >/dev/null 2>&1 \
			|| echo "could not be installed:$$missing"; \
	fi
