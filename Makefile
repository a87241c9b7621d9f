# Everything one types. `make help` explains each target.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PORT ?= 8000
PY := .venv/bin/python
export PYTHON

.PHONY: help environment environment-dev demo demo-reset demo-code test check check-types check-rest format messages requirements bench screenshot clean

help: ## Explain every target
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

environment: ## Make .venv with what the site needs
	@python3 cms/bootstrap.py

environment-dev: ## The same, with what tests and checks need
	@python3 cms/bootstrap.py --dev

demo: environment ## Set up and serve the demo centre and its worker (PORT=8000)
	@$(PY) manage.py compilecatalogues
	@$(PY) manage.py demo --port $(PORT)

demo-reset: environment ## Throw the demo's data away and start over
	@$(PY) manage.py compilecatalogues
	@$(PY) manage.py demo --port $(PORT) --reset

demo-code: environment ## A one-time code for staff of the demo (SECRET= as shown, or an address)
	@$(PY) manage.py democode "$(SECRET)"

test: environment-dev ## Every check and every test, on SQLite and on PostgreSQL where one answers
	@$(PY) manage.py compilecatalogues
	@$(MAKE) --no-print-directory check
	@$(PY) -m tests

check: environment-dev ## Style, types, import direction, templates, migrations, catalogues
	@$(PY) manage.py compilecatalogues
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target check-types check-rest

check-types:
	$(PY) -m mypy

check-rest:
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	.venv/bin/lint-imports --no-cache
	.venv/bin/djlint --lint --quiet templates plugins/partners/templates docs/examples
	$(PY) manage.py check --fail-level WARNING
	$(PY) manage.py makemigrations --check --dry-run

format: environment-dev ## Put Python into shape
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

messages: environment-dev ## Collect words to translate into the catalogues (needs gettext)
	$(PY) manage.py makemessages

requirements: environment-dev ## Pin all packages anew, with hashes (needs uv)
	uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.13 --quiet --custom-compile-command "make requirements" --output-file requirements.txt
	uv pip compile pyproject.toml --group dev --universal --generate-hashes --python-version 3.13 --quiet --custom-compile-command "make requirements" --output-file requirements-dev.txt

bench: environment-dev ## Measure pages and feeds against a baseline (minutes)
	$(PY) -m tests.benchmarks

clean: ## Remove the environment and everything the demo made
	rm -rf .venv var
