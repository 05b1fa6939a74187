# `make help` lists the targets. Only make and Python 3.11 or newer are needed: the rest is
# installed, at pinned versions, into .venv.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help figures config test test-long test-slurm lint types docs check format lock bench \
    bench-device clean

python := .venv/bin/python

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "%-14s%s\n", $$1, $$2 }' Makefile

figures: .venv/cpu.txt ## draw every figure into results/, and the report results/report.html
	$(python) -m snakemake results/report.html

config: .venv/cpu.txt ## write config.yaml, its schema and its reference anew from the settings
	PYTHONPATH=scripts $(python) -m phasetrace.jobs.config_file

test: .venv/dev.txt ## run the tests
	$(python) -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

test-long: .venv/dev.txt ## run the tests that take minutes each
	$(python) -m pytest -m long

test-slurm: .venv/dev.txt ## run the workflow through a Slurm of this machine's own (Debian, root)
	$(python) -m pytest tests/slurm

lint: .venv/dev.txt ## check the style of the code and of the workflow
	$(python) -m ruff check
	$(python) -m ruff format --check
	$(python) -m snakefmt --check Snakefile workflow
	$(python) -m snakemake --lint

types: .venv/dev.txt ## check the types of the library
	$(python) -m mypy

docs: .venv-docs/docs.txt ## build the documentation as a site, into site/index.html
	PYTHONPATH=scripts .venv-docs/bin/python -m sphinx --conf-dir docs --fail-on-warning --quiet . site
	@cp site/README.html site/index.html

check: ## everything that continuous integration runs: lint, types, docs, test, test-slurm
	.ci/run

format: .venv/dev.txt ## format the code and the workflow in place
	$(python) -m ruff check --select I --fix
	$(python) -m ruff format
	$(python) -m snakefmt Snakefile workflow

# Pins that still fit stay as they are, unless LOCK_FLAGS has --upgrade or --upgrade-package.
lock: .venv/bin/uv ## pin envs/*.in anew, e.g. make lock LOCK_FLAGS=--upgrade
	for name in cpu dev cuda bench docs; do \
	    .venv/bin/uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 \
	        --no-annotate --no-header --no-emit-index-url --no-emit-find-links $(LOCK_FLAGS) \
	        $$(ls envs/$$name.excludes 2>/dev/null | sed 's/^/--excludes /') \
	        --output-file envs/$$name.txt envs/$$name.in || exit 1; \
	done

bench: .venv-bench/bench.txt ## time phasetrace and its peers on one core, into results/benchmarks/
	PYTHONPATH=scripts:tests .venv-bench/bin/python -m benchmarks $(BENCH_FLAGS)

bench-device: .venv-cuda/cuda.txt ## time phasetrace on this GPU, into results/benchmarks/device.csv
	PYTHONPATH=scripts:tests .venv-cuda/bin/python -m benchmarks.device $(BENCH_FLAGS)

clean: .venv/cpu.txt ## delete what the workflow made in results/, of any configuration, and logs
	PYTHONPATH=scripts $(python) -m phasetrace.jobs.cleaning

# What is installed in .venv: copies of the locks. dev.txt holds everything in cpu.txt, at the
# same versions, so that whoever has run the tests needs nothing more to draw the figures.
.venv/cpu.txt: envs/cpu.txt .venv/bin/python .venv/bin/pip
	$(install)
	@cp envs/cpu.txt .venv/

.venv/dev.txt: envs/dev.txt .venv/bin/python .venv/bin/pip
	$(install)
	@cp envs/cpu.txt envs/dev.txt .venv/

# The benchmarks' peers, what builds the site, and the packages for a GPU stay apart from what users
# install.
.venv-bench/bench.txt: envs/bench.txt .venv-bench/bin/python .venv-bench/bin/pip
	$(install)
	@cp envs/bench.txt .venv-bench/

.venv-docs/docs.txt: envs/docs.txt .venv-docs/bin/python .venv-docs/bin/pip
	$(install)
	@cp envs/docs.txt .venv-docs/

.venv-cuda/cuda.txt: envs/cuda.txt .venv-cuda/bin/python .venv-cuda/bin/pip
	$(install)
	@cp envs/cuda.txt .venv-cuda/

.venv/bin/uv: | .venv/bin/python .venv/bin/pip
	$(python) -m pip install -qq --disable-pip-version-check uv

define install
@echo "installing the pinned packages into $(@D), a minute or two"
@$(@D)/bin/python -m pip install -qq --disable-pip-version-check --use-pep517 --requirement $<
@for packages in $(@D)/lib/python*/site-packages; do cp envs/phasetrace.pth "$$packages/"; done
endef

# On Python 3.11 to 3.13 no pinned package needs a compiler. A newer Python is the last resort:
# there immutables 0.21 has to be compiled.
candidates := $(if $(PYTHON),"$(PYTHON)",python3 python3.13 python3.12 python3.11)
%/bin/python %/bin/pip:
	@for newest in 13 99; do for python in $(candidates); do \
	    "$$python" -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, $$newest))" \
	        2>/dev/null && break 2; \
	    python=; \
	done; done; \
	if [ -z "$$python" ]; then \
	    echo 'Python 3.11 or newer is needed, which' $(candidates) \
	        'is not: name one, as in make figures PYTHON=/path/to/python3' >&2; exit 1; \
	elif ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
	    echo "$$python cannot make virtual environments: install python3-venv" >&2; exit 1; \
	fi; \
	"$$python" -m venv --clear $*
