# `make` lists the targets with what each does.
.DEFAULT_GOAL := help
.PHONY: help build crds format test test-unit

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## build everything
	dotnet build Operator.sln -v quiet

crds: ## write crds/*.yaml from the C# types, and copy them into the chart
	dotnet build operator/Cli -v quiet
	dotnet artifacts/bin/Cli/debug/webhooks.dll crds --output crds
	rm -f charts/extensible-webhooks/files/crds/*
	cp crds/*.yaml charts/extensible-webhooks/files/crds/

format: ## check the formatting
	dotnet format Operator.sln --verify-no-changes

test-unit: ## unit and property tests: no cluster
	dotnet test --solution Operator.sln

test: ## everything, end to end included
	dotnet test --solution Operator.sln
