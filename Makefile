.DEFAULT_GOAL := help
.PHONY: help site test bench check serve wheel pictures lint lock schemas clean
python := .venv/bin/python
CAMPAIGN ?= .
program := $(python) build.py --campaign "$(CAMPAIGN)"

help: ## Show what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

site: ## Set up, then build the campaign into its site/; another with CAMPAIGN=DIR, as serve and check
	@bash setup.sh site
	$(program) build --site "$(CAMPAIGN)/site"

test: ## Set up, then run every test
	@bash setup.sh test
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy
	$(python) -m pytest -n auto --dist loadfile --no-loadscope-reorder

bench: ## Set up, then measure on this machine: one table, a target a line (10 minutes); one part with PART=builds
	@bash setup.sh bench
	@$(python) -m bench $(PART)

check: ## Report every mistake in the content, or the counts
	@bash setup.sh site
	@$(program) check

serve: ## Show the pages at http://127.0.0.1:8000; they follow every edit
	@bash setup.sh site
	$(program) serve

wheel: ## Pack the program into dist/, for pip: the same bytes from the same commit
	@bash setup.sh site
	rm -rf build dist
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(python) -m pip wheel --quiet --no-deps --no-build-isolation -w dist .
	rm -rf build

pictures: ## Take the pictures of the READMEs from site/
	@bash setup.sh test
	$(python) tools/pictures.py

schemas: ## Write the JSON Schemas that help while typing YAML
	$(python) build.py schemas

compile := .venv/bin/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links

lock: ## Pin the newest allowed versions of every Python package
	@bash setup.sh lock
	@# the script, not "-m": our build.py would hide the module of that name
	$(compile) --only-build-deps --build-deps-for editable -o requirements-build.lock pyproject.toml
	$(compile) -o requirements-lock.lock requirements-lock.in
	$(compile) -o requirements.lock pyproject.toml
	$(compile) --extra test -o requirements-test.lock pyproject.toml
	$(compile) --extra bench -o requirements-bench.lock pyproject.toml

clean: ## Remove everything that was built
	rm -rf .build .site.builds site build dist
