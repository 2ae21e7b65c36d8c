# Överens. `make run` and `make test` set up whatever they need on a Debian-like machine with Rust and Node.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

DATA ?= data
LISTEN ?= 127.0.0.1:8080
LANGUAGE_OF_DEMO ?= sv
BENCH_FLAGS ?=
PORT := $(lastword $(subst :, ,$(LISTEN)))
TARGET := $(if $(CARGO_TARGET_DIR),$(CARGO_TARGET_DIR),$(CURDIR)/target)
BINARY := $(TARGET)/release/overens
FAULTY := $(TARGET)/release/overens-faults
WEB_SOURCES := $(shell find web/src web/public -type f) $(wildcard web/*.html web/*.json web/*.ts web/*.js) \
	server/src/text/schema.json
NPM := npm --no-audit --no-fund --loglevel=error

# What libFuzzer is led by: counters at every branch, and what is compared with what.
GUIDED := -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
	-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
	-Cllvm-args=-sanitizer-coverage-trace-compares
FUZZ ?= $(notdir $(wildcard tests/fuzz/corpus/*))
FUZZ_SECONDS ?= 300

.PHONY: help run test schema-test fuzz bench manual check types format build web binary faulty tools browser clean

help: ## What there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: build ## Build everything and serve the demo at http://127.0.0.1:8080
	@echo "== Serving the demo; its data is in $(DATA)/, Ctrl-C stops it"
	@exec "$(BINARY)" demo --data "$(DATA)" --listen "$(LISTEN)" --language "$(LANGUAGE_OF_DEMO)" \
		--public-url "http://127.0.0.1:$(PORT)" --public-url "http://localhost:$(PORT)"

build: web binary ## Build the web client and, with it inside, the server
	@echo "== Built $(BINARY)"

tools:
	@.ci/tools

web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	@echo "== Installing what the web client is built with"
	@cd web && $(NPM) ci
	@touch $@

web: tools web/dist/index.html

# Only when something of it changed: a new web client means a new server, and that takes a minute.
web/dist/index.html: web/node_modules/.package-lock.json $(WEB_SOURCES)
	@echo "== Building the web client"
	@cd web && npm run --silent build
	@touch $@

binary: tools
	@echo "== Building the server (the first time takes some minutes)"
	@cargo build --release --locked --package overens

tests/browser/node_modules/.package-lock.json: tests/browser/package.json tests/browser/package-lock.json
	@echo "== Installing what the browser tests are run with"
	@cd tests/browser && $(NPM) ci
	@touch $@

browser: tests/browser/node_modules/.package-lock.json
	@.ci/tools chromium

# A server that breaks its promises on demand: the control that shows that the crash tests can fail.
faulty: web
	@echo "== Building the control for the crash tests"
	@cargo build --release --locked --package overens --features faults
	@cp "$(BINARY)" "$(FAULTY)"

test: faulty build browser ## Run every test: units, the real binary over the network, a real browser
	@echo "== Unit and property tests"
	@cargo test --release --locked --quiet --package overens
	@echo "== Hostile bytes for every decoder"
	@cargo test --release --locked --quiet --package overens-fuzz
	@echo "== Tests of the web client's logic"
	@cd web && npm run --silent test
	@echo "== Black-box tests against the real binary"
	@OVERENS_BIN="$(BINARY)" OVERENS_BIN_FAULTS="$(FAULTY)" cargo test --release --locked --quiet --package overens-tests
	@$(MAKE) --no-print-directory schema-test
	@echo "== Browser tests"
	@cd tests/browser && OVERENS_BIN="$(BINARY)" OVERENS_BIN_FAULTS="$(FAULTY)" npm run --silent test
	@echo "== All tests passed"

schema-test: build ## Hold the HTTP API to its own description, by requests that are made up from it
	@echo "== The HTTP API against its own description"
	@if tests/schemathesis/install "$(TARGET)/schemathesis"; then \
		"$(TARGET)/schemathesis/bin/python" tests/schemathesis/run.py "$(BINARY)"; \
	else \
		echo "== Skipped: schemathesis cannot be installed here (it takes python3 with venv, and PyPI); $(TARGET)/schemathesis.log says why"; \
	fi

# Flags for one target only are not given to what runs while building; those would not link.
fuzz: tools ## Try each decoder with hostile bytes for FUZZ_SECONDS; FUZZ=NAME for one of tests/fuzz/corpus
	@echo "== Building the targets with counters (minutes)"
	@host=$$(rustc -vV | sed -n 's/^host: //p') && \
	RUSTFLAGS="$(GUIDED)" cargo build --release --locked --package overens-fuzz --features guided --bin guided \
		--target "$$host" --target-dir "$(TARGET)/fuzz" && \
	for name in $(FUZZ); do \
		echo "== $$name"; mkdir -p "$(TARGET)/fuzz/found/$$name"; \
		OVERENS_FUZZ="$$name" "$(TARGET)/fuzz/$$host/release/guided" -max_total_time=$(FUZZ_SECONDS) -max_len=16384 \
			-timeout=10 -rss_limit_mb=1024 -malloc_limit_mb=256 -print_final_stats=1 \
			-artifact_prefix="$(TARGET)/fuzz/found/$$name-" \
			"$(TARGET)/fuzz/found/$$name" "tests/fuzz/corpus/$$name"; \
	done

check: binary web/node_modules/.package-lock.json tests/browser/node_modules/.package-lock.json ## Check format, lints and types
	@echo "== Rust"
	@cargo fmt --all --check
	@cargo clippy --release --locked --workspace --all-targets --all-features -- -D warnings
	@echo "== Web"
	@cd web && npm run --silent format:check && npm run --silent lint && npm run --silent check
	@cd web && npx --no-install prettier --config .prettierrc --log-level warn --check ../tests/yjs
	@cd web && OVERENS_BIN="$(BINARY)" npm run --silent types:check >/dev/null || \
		{ echo "web/src/lib/api/openapi.d.ts is not what the server says of itself: run make types" >&2; exit 1; }
	@cd tests/browser && npm run --silent check
	@echo "== Licences, sources, and what is known to be unsafe"
	@cargo test --release --locked --quiet --package overens-tests --test dependencies
	@.ci/audit
	@echo "== Nothing to mend"

manual: build browser ## Make the manual's pictures anew, by a walk through the demo
	@cd tests/browser && MANUAL_PICTURES=keep OVERENS_BIN="$(BINARY)" npx --no-install playwright test promises/manual.spec.ts --workers=1

# Other load on the machine shows in the figures. `make bench BENCH_FLAGS=--quick` is the short run.
bench: build ## Compare with other servers under load, and write docs/performance.md
	@echo "== Building the load generator"
	@cargo build --release --locked --package overens-load
	@"$(TARGET)/release/overens-load" run --overens "$(BINARY)" --folder "$(TARGET)/bench" --out "$(TARGET)/bench/results.json" $(BENCH_FLAGS)
	@echo "== The record's own figures (they go into docs/performance.md by hand)"
	@OVERENS_BIN="$(BINARY)" "$(TARGET)/release/overens-load" record
	@echo "== The history's own figures (likewise)"
	@OVERENS_BIN="$(BINARY)" "$(TARGET)/release/overens-load" history
	@"$(TARGET)/release/overens-load" report --results "$(TARGET)/bench/results.json" --docs docs
	@echo "== Written into docs/performance.md"

types: binary web/node_modules/.package-lock.json ## Write the web client's types anew from the server's description of its API
	@cd web && OVERENS_BIN="$(BINARY)" npm run --silent types

format: ## Format everything
	@cargo fmt --all
	@cd web && npm run --silent format
	@cd web && npx --no-install prettier --config .prettierrc --log-level warn --write ../tests/yjs

clean: ## Remove what was built; the data stays
	@cargo clean
	@rm -rf web/dist web/node_modules tests/browser/node_modules
