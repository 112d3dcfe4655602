# Two commands: `make run` and `make test`. Everything else is for contributors.
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
export PYTHONPATH := src

.PHONY: run test bench lint format services lock messages docs clean

run: .venv/.run
	@PYTHON=$(BIN)/python tools/run $(PORT)

test: .venv/.test
	@tools/test

bench: .venv/.test
	@$(BIN)/python bench/all.py

lint: .venv/.test
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports && $(BIN)/mypy

format: .venv/.test
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

services:
	@tools/services start

lock:
	@tools/lock

messages: .venv/.test
	@$(BIN)/python tools/messages

docs: .venv/.run
	@$(BIN)/python -m caunoi docs

clean:
	rm -rf .venv var

.venv/.run: requirements.lock
	@tools/venv requirements.lock
	@touch $@

.venv/.test: requirements-dev.lock
	@tools/venv requirements-dev.lock
	@touch .venv/.run $@
