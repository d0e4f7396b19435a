# Frappe is taken from $FRAPPE_BENCH or ~/frappe-bench, and put there when it is missing.
SHELL := /bin/bash

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-10s %s\n", $$1, $$2 }'

demo: ## serve the desk with lifelike data on this machine (PORT=8000)
	@scripts/demo.sh

test: ## run all tests on a fresh site (ARGS="-k word", DB=postgres, WORKERS=2, KEEP=1, REUSE=1)
	@scripts/test.sh $(ARGS)

benchmark: ## bench crm-benchmark on a fresh site, and what it cannot measure (ARGS="--scale", DB=postgres)
	@scripts/benchmark.sh $(ARGS)

translations: ## bring locale/ up to date with the texts of the code
	@scripts/translations.sh

stop: ## stop the demo and the services that REUSE=1 has kept
	@scripts/stop.sh

clean: ## remove what REUSE=1 has kept (the demo stays)
	@scripts/stop.sh --remove

lint: ## check style with ruff, ESLint and Prettier
	@scripts/lint.sh

.PHONY: help demo test benchmark translations stop clean lint
