# One entry for everything, the same at the desk and in the build. `make help` lists the targets.

SHELL := /bin/sh

# The same on every machine: a shell without a locale makes Qt complain and Python guess encodings.
UTF8 := env -u LC_ALL LANG=C.UTF-8

# To see what pip fetches: make setup PIP_FLAGS=
ifneq ($(origin PIP_FLAGS),undefined)
export PIP_FLAGS
endif

# Tests open no window on the desk of whoever runs them.
QT_QPA_PLATFORM_FOR_TESTS ?= offscreen

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test test-deep lint format translations lock screenshots manual package try-package measure-package measure-memory distribution bench clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1	\2/p' Makefile | while IFS='	' read -r name what; do printf '%-16s %s\n' "$$name" "$$what"; done

setup: ## make .venv with everything the program needs
	@scripts/system-packages.sh run
	@scripts/make-venv.sh run

setup-dev: ## the same, with what tests and packaging need
	@scripts/system-packages.sh test
	@scripts/make-venv.sh dev

run: setup ## start the program; without a display, its tour into out/
	@scripts/run.sh

lint: setup-dev ## lint, format, types and layers
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo

# Files in their order: by number of tests, those with a single long one would come last and run alone.
# Bytecode is kept, for the command line is started hundreds of times.
PYTEST = env -u PYTHONDONTWRITEBYTECODE $(UTF8) QT_QPA_PLATFORM=$(QT_QPA_PLATFORM_FOR_TESTS) \
	.venv/bin/pytest -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

test: lint ## what must hold before anything lands, in less than a quarter of an hour on two cores: lint and tests
	$(PYTEST) -m "not deep"

test-deep: lint ## all of that, and what takes longer to say the same of the other engine or of more random runs
	$(PYTEST)

format: setup-dev ## put the code into its form
	.venv/bin/ruff check --fix-only .
	.venv/bin/ruff format .

translations: setup-dev ## collect texts into the English catalogue and compile it
	.venv/bin/python scripts/translations.py

# LOCK_FLAGS=--upgrade takes newer versions of what pyproject.toml does not pin itself.
lock: setup ## renew the three requirements locks from pyproject.toml
	@scripts/lock.sh $(LOCK_FLAGS)

screenshots: setup ## pictures of every view in every look, into out/screenshots/
	$(UTF8) QT_QPA_PLATFORM=offscreen .venv/bin/python scripts/screenshots.py

manual: setup-dev ## the manual as HTML and PDF, with pictures taken of the program, into out/manual/
	$(UTF8) QT_QPA_PLATFORM=offscreen .venv/bin/python -m scripts.manual

package: setup-dev ## build the folder dist/kyosei-desktop that runs without Python, try it out, and zip it
	$(UTF8) .venv/bin/python scripts/package.py

try-package: ## use the packaged program as a clerk would: a window, keys, and a file to hand in
	@scripts/system-packages.sh package
	$(UTF8) .venv/bin/python scripts/try_package.py dist/kyosei-desktop

measure-package: ## start-up of the packaged program, as a ratio to a bare window packaged alike
	$(UTF8) .venv/bin/python scripts/measure_package.py dist/kyosei-desktop

measure-memory: setup-dev ## memory of a window in which 1,000 measures are opened
	$(UTF8) .venv/bin/python scripts/measure_memory.py

distribution: setup-dev ## wheel and sdist into dist/, installed into a fresh venv and tried there
	$(UTF8) .venv/bin/python scripts/distribution.py

# daff is a peer of the benchmarks only, so that nothing else needs it.
bench: setup-dev ## measure against floors and peers, into docs/performance.md; BENCH_FLAGS=--store keeps the ratios
	.venv/bin/pip install --quiet --disable-pip-version-check --no-deps daff==1.4.2
	$(UTF8) QT_QPA_PLATFORM=offscreen .venv/bin/python -m bench $(BENCH_FLAGS)

clean: ## remove everything that was made, .venv included
	rm -rf .venv out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find kyosei_desktop tests db -name __pycache__ -prune -exec rm -rf {} +
