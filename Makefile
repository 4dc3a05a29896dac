# Two commands: `make run` sets up and serves; `make test` sets up and tests.
SHELL := /bin/bash
.DEFAULT_GOAL := help
BIN := .venv/bin
INSTALLED := .venv/.installed
UV_VERSION := 0.13.9

.PHONY: help run setup train lock test trials catalogs check lint types rasa-test hsda-test clean

help:  ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(INSTALLED)  ## set up, train if the data changed, and serve on port 5005
	@$(BIN)/kinpath serve

setup: $(INSTALLED)  ## make .venv with everything in it

$(INSTALLED): requirements.lock pyproject.toml
	@.ci/venv $(UV_VERSION)

train: $(INSTALLED)  ## train the model if its data changed
	@$(BIN)/kinpath train

lock:  ## pin every dependency again, with hashes
	@$(BIN)/uv pip compile -q --python-version 3.10 --extra dev --generate-hashes --no-emit-index-url --no-header \
	  pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --python-version 3.10 --group pyproject.toml:hsda --generate-hashes --no-emit-index-url \
	  --no-header -o requirements-schemathesis.lock

test: $(INSTALLED)  ## set up and run every test
	@.ci/test

trials: $(INSTALLED)  ## random kills, half a minute without a database, an evening: minutes each, beside `make test`
	@$(BIN)/python -m pytest -ra -m trial tests/end_to_end

lint: $(INSTALLED)  ## ruff
	@$(BIN)/ruff check .

types: $(INSTALLED)  ## mypy
	@$(BIN)/mypy

rasa-test: $(INSTALLED)  ## Rasa's own tests of NLU and stories
	@.ci/rasa-test

hsda-test: $(INSTALLED)  ## schemathesis on the directory's API
	@.ci/hsda-test

check: lint types test rasa-test  ## all that must hold before a commit lands

catalogs: $(INSTALLED)  ## take new English messages from the code into every catalog
	@$(BIN)/pybabel -q extract -F babel.cfg -k text:2 -k plural:2,3 -k N_ -k words:2 --no-wrap --sort-by-file \
	  --project=Kinpath --no-location --omit-header -o locales/messages.pot .
	@for c in locales/*/; do $(BIN)/pybabel -q update -i locales/messages.pot -d locales -l $$(basename $$c) \
	  --no-fuzzy-matching --no-wrap --ignore-obsolete; done
	@$(BIN)/python -m bot.replies.check

clean:  ## remove what was made (keeps var/, the data)
	rm -rf .venv models .pytest_cache .mypy_cache .ruff_cache
