# The front door; `make` alone lists what there is. README.md has the plain commands behind it.

# All targets share one .venv, so they run one after another, under `make -j` too.
.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help demo test coverage lab bench docs lint lock clean

PYTHON_HERE := .venv/bin/python
# Stamps: written when the environment is complete, older than a changed list of packages.
COURSE := .venv/.ready-course
EVERYTHING := .venv/.ready-everything

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' Makefile | expand -t 14

demo: $(COURSE) ## teach, submit and grade one chapter with a simulated class
	@$(PYTHON_HERE) -m cmlib rehearse 08_risk_analysis_and_rating

test: $(EVERYTHING) ## prove it: the whole test suite
	@$(PYTHON_HERE) -m pytest -n logical --maxprocesses 4 --dist loadfile --durations 15

coverage: $(EVERYTHING) ## the share of the formulas' lines that their tests reach
	@$(PYTHON_HERE) -m pytest -q -n logical --maxprocesses 4 --dist loadfile --cov --cov-report=term cmlib \
		$$(ls tests/test_*.py | grep -v -e answers -e docs -e types -e notebooks)

lab: $(COURSE) ## open the lessons in JupyterLab
	@$(PYTHON_HERE) -m jupyterlab --LabApp.default_url=/lab/tree/notebooks

bench: $(EVERYTHING) ## measure speed and memory
	@$(PYTHON_HERE) benchmarks/everything.py

docs: $(EVERYTHING) ## build the reference and the guides; opens without a network
	@$(PYTHON_HERE) -m sphinx --fail-on-warning --keep-going --quiet docs docs/_build/html
	@echo "Open docs/_build/html/index.html"

lint: $(EVERYTHING) ## check and tidy code and notebooks as a commit does
	@$(PYTHON_HERE) -m pre_commit run --all-files

lock: $(EVERYTHING) ## pin versions after a change in pyproject.toml (newest ones: make lock UPGRADE=--upgrade)
	@$(PYTHON_HERE) -m uv pip compile pyproject.toml --all-extras --universal --quiet $(UPGRADE) \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements.lock

clean: ## remove what tests and rehearsals left behind; keeps .venv and every submission
	@rm -rf rehearsal build dist *.egg-info .pytest_cache .ruff_cache .hypothesis
	@find . -path ./.venv -prune -o \( -name __pycache__ -o -name .ipynb_checkpoints \) -type d -exec rm -rf {} +

$(COURSE): pyproject.toml requirements.lock
	@sh .ci/environment course
	@touch $@

$(EVERYTHING): pyproject.toml requirements.lock
	@sh .ci/environment course,scale,docs,dev
	@touch $(COURSE) $@
