# `make` alone lists the targets. Everything they need is set up first and skipped when it stands.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run demo test check format bench lock

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## set up all, furnish a demo company, serve it (PORT=8000)
	@exec $(BIN)/upheld serve --furnish --port $(PORT)

test: setup-dev ## set up all and run what CI runs, on SQLite and PostgreSQL (ARGS="-k word")
	@$(BIN)/python scripts/checks.py -- $(ARGS)

setup: python-exists ## make .venv with the command .venv/bin/upheld, and the front end
	@$(PYTHON) scripts/bootstrap.py

check: setup-dev ## format, lint, types, import contracts, templates; no tests
	@$(BIN)/python scripts/checks.py --static

format: setup-dev ## write Python the way the formatter wants it
	@$(BIN)/ruff check --fix-only --quiet src scripts tests; $(BIN)/ruff format src scripts tests

demo: setup ## tell the demo company's story (ARGS="--scale 3 --seed 7")
	@$(BIN)/upheld demo $(ARGS)

bench: setup-dev ## measure pages, capture and import at 1k, 10k and 100k tickets
	@$(BIN)/python tests/benchmarks/measure.py $(ARGS)

lock: setup-dev ## resolve the dependencies anew and write the locks with their hashes
	@$(BIN)/python scripts/lock.py

setup-dev: python-exists
	@$(PYTHON) scripts/bootstrap.py --dev

.PHONY: python-exists
python-exists:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "Nothing was set up: there is no $(PYTHON). Install Python 3.11 to 3.14"; \
	  echo "(Debian and Ubuntu: apt-get install python3 python3-venv)."; exit 1; }
