# `make audit REPO=path` and `make test` are all it takes; each sets up its own virtual environment, once.

PYTHON ?= python3
BIN := $(if $(filter Windows_NT,$(OS)),Scripts,bin)
AUDIT := .venv-audit/$(BIN)
TEST := .venv/$(BIN)
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check --editable

.PHONY: audit test test-unit lint clean

# REPO reaches the shell through its environment, so that it may hold spaces and quotes.
audit: $(if $(REPO),.venv-audit/installed,missing-repo)
	@"$(AUDIT)/polyglint" audit "$$REPO"

.PHONY: missing-repo
missing-repo:
	$(error REPO is missing; name the repository to audit: make audit REPO=path)

# Processes that tests are shared among.
WORKERS ?= 2
PYTEST = "$(TEST)/python" -m pytest -rs

# What fails soonest runs first; what needs the machine for itself, last.
test: lint test-unit
	@$(PYTEST) --durations 10 -n $(WORKERS) --dist loadfile --no-loadscope-reorder \
		-m "not unit and not serial and not tpu_compile_slow"
	@$(PYTEST) --durations 5 -m serial

test-unit: .venv/installed
	@$(PYTEST) --durations 5 -n $(WORKERS) -m unit tests/hook

lint: .venv/installed
	@"$(TEST)/ruff" check .
	@"$(TEST)/ruff" format --check .
	@"$(TEST)/mypy"

.venv-audit/installed: pyproject.toml
	@echo "installing polyglint into .venv-audit" >&2
	@$(PYTHON) -m venv .venv-audit
	@"$(AUDIT)/python" $(PIP_INSTALL) .
	@touch $@

.venv/installed: pyproject.toml
	@echo "installing polyglint, its training and its test tools into .venv" >&2
	@$(PYTHON) -m venv .venv
	@"$(TEST)/python" $(PIP_INSTALL) ".[train,jax,test]"
	@touch $@

clean:
	rm -rf .venv .venv-audit .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
	find hook train tests -name __pycache__ -prune -exec rm -rf {} +
