# What a person or a machine does here, by name. Needs Python 3.11 or newer and make, nothing else.

PYTHON ?= python3
DEMO ?= 1
export PYTHON

RUNTIME := .venv/.installed-runtime
DEV := .venv/.installed-dev
FRONTEND := static/vendor/node_modules/.installed
TEST := .venv/bin/python -m pytest

.DEFAULT_GOAL := help
.PHONY: help setup run test screenshots lint bench faults lock clean

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

setup: $(RUNTIME) $(FRONTEND)  ## virtual environment, locked packages, front-end packages

run: setup  ## the whole system, with a lively demo; DEMO=0 for an empty installation
	@# What `manage.py up` becomes, without loading Django first only to leave it again.
	@SEALOG_DEMO=$(DEMO) exec .venv/bin/python -m sealog.processes manage.py up

test: $(DEV) $(FRONTEND)  ## everything that proves the README
	@.ci/chromium
	$(TEST) -m "not faults" -n logical --maxprocesses 4

screenshots: $(DEV) $(FRONTEND)  ## the pictures of the README
	SEALOG_SCREENSHOTS=1 $(TEST) tests/browser/test_screenshots.py

lint: $(DEV) $(FRONTEND)  ## format, lint, types, import contracts, migrations, deployment checks
	@.ci/lint

bench: $(DEV) $(FRONTEND)  ## measurements, as ratios against a peer in the same run
	@for bench in events million parsing pipeline streams archive completion aux_data; do .venv/bin/python -m tests.bench.bench_$$bench || exit 1; done

faults: $(DEV) $(FRONTEND)  ## long fault tests
	$(TEST) -m faults -s --timeout=3600

lock: $(DEV)  ## after a change of dependencies in pyproject.toml
	@PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/python .ci/lock.py

clean:  ## everything that was installed or computed; the data in var/ stays
	rm -rf .venv static/vendor/node_modules .mypy_cache .ruff_cache .import_linter_cache .hypothesis tests/output
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUNTIME): requirements.txt .ci/uv.txt
	@.ci/install runtime

$(DEV): requirements-dev.txt .ci/uv.txt
	@.ci/install dev

$(FRONTEND): static/vendor/package-lock.json .ci/node.txt | $(RUNTIME)
	@.ci/frontend
