# make run: set up and open the page.   make test: set up and run every test.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# On Linux: PyTorch's CPU wheel index, to spare the CUDA packages (see README)
TORCH_INDEX ?=
PIP_FLAGS := $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX))
PORT ?=

.DEFAULT_GOAL := help
.PHONY: help setup run test check index eval gate bench model adapter interaction clean

help:  ## what there is to make
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

setup: $(VENV)/.done  ## the environment in .venv

$(VENV)/.done: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	@echo "installing the dependencies (a few minutes the first time)"
	$(BIN)/python -m pip install --quiet $(PIP_FLAGS) --constraint constraints.txt torch==2.13.0
	$(BIN)/python -m pip install --quiet $(PIP_FLAGS) --constraint constraints.txt --editable '.[dev]'
	@touch $@

run: setup  ## set up and open the page on http://127.0.0.1:7860
	$(BIN)/python -m assistant serve $(if $(PORT),--port $(PORT))

test: setup  ## set up and run every test
	$(BIN)/python -m pytest

check: setup  ## format, lint, types, arrows between folders
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	PYTHONPATH=. $(BIN)/lint-imports

index: setup  ## build the index, or check that it is whole
	$(BIN)/python -m assistant index

eval: setup  ## answer and score the dev questions: the assistant, it without each part, the baselines
	$(BIN)/python -m eval table

gate: setup  ## run what eval/expected.toml names and fail where a score is not reached
	$(BIN)/python -m eval gate

bench: setup  ## how fast: beside plain bm25s and plain faiss
	$(BIN)/python -m eval bench

model: setup  ## train the embedding model again: make model TEXTS=folder
	$(BIN)/python -m index.training.train $(if $(TEXTS),--texts $(TEXTS))

adapter: setup  ## train the encoder's adapter again: make adapter TEXTS=folder
	$(BIN)/python -m index.training.adapt $(if $(TEXTS),--texts $(TEXTS))

interaction: setup  ## train the reading of question and sentence again: make interaction TEXTS=folder
	$(BIN)/python -m index.training.interact $(if $(TEXTS),--texts $(TEXTS))

clean:  ## remove the index and what tests leave behind
	rm -rf .data .pytest_cache .ruff_cache .hypothesis
