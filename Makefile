# `make` lists the targets with what each does.
.DEFAULT_GOAL := help
.PHONY: help bench build crds demo demo-down format fuzz images publish run soak test test-unit

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## build everything
	dotnet build Operator.sln -v quiet

run: ## the quickstart on this machine, no cluster needed: an event in, the webhook shown
	@echo 'Building what is missing...'
	@dotnet msbuild operator/Cli -restore -verbosity:quiet -nologo
	@dotnet artifacts/bin/Cli/debug/webhooks.dll run -f crds/samples/quickstart --echo

crds: ## write crds/*.yaml from the C# types, and copy them into the chart
	dotnet build operator/Cli -v quiet
	dotnet artifacts/bin/Cli/debug/webhooks.dll crds --output crds
	rm -f charts/extensible-webhooks/files/crds/*
	cp crds/*.yaml charts/extensible-webhooks/files/crds/

format: ## check the formatting
	dotnet format Operator.sln --verify-no-changes

# Folders of the three programs of the images, as their Dockerfiles take them.
publish:
	for project in delivery/Worker operator/Manager operator/Cli; do \
	  dotnet publish $$project --configuration Release --verbosity quiet --nologo -p:UseAppHost=false || exit 1; \
	done

images: ## publish the programs and build both images, into the cluster of the demo
	dotnet run --project tests/Cluster -- images

demo: ## the quickstart on a real cluster: install, send an event, show the webhook
	dotnet run --project tests/Cluster -- demo

demo-down: ## remove all that the demo made
	dotnet run --project tests/Cluster -- demo-down

# One program at a time: tests measure seconds, and machines are small.
TEST = dotnet test --max-parallel-test-modules 1 --test-modules

test-unit: build ## unit and property tests: no cluster
	EXTENSIBLE_WEBHOOKS_CLUSTER=none $(TEST) 'artifacts/bin/*.Tests/debug/*.Tests.dll'

# Both run, whatever the first says.
test: build ## everything, on a real cluster too; names what it skips, and why
	code=0; \
	$(TEST) 'artifacts/bin/*.Tests/debug/*.Tests.dll' || code=1; \
	$(TEST) artifacts/bin/EndToEnd/debug/EndToEnd.dll || code=1; \
	exit $$code

SECONDS = 60
fuzz: ## mutations of the cases through the engine for SECONDS=60 each of triggers and mappings
	dotnet build tests/Engine.Tests -v quiet
	EXTENSIBLE_WEBHOOKS_FUZZ_SECONDS=$(SECONDS) dotnet artifacts/bin/Engine.Tests/debug/Engine.Tests.dll \
	  -namespace ExtensibleWebhooks.Engine.Tests.Fuzzing -showLiveOutput

SOAK = 1800
soak: ## a worker at half load for SOAK=1800 seconds: memory, files, connections and timers stay as they are
	dotnet build tests/Worker.Tests -v quiet
	EXTENSIBLE_WEBHOOKS_SOAK_SECONDS=$(SOAK) EXTENSIBLE_WEBHOOKS_TEST_MINUTES=$$(($(SOAK) / 60 + 20)) dotnet artifacts/bin/Worker.Tests/debug/Worker.Tests.dll \
	  -class ExtensibleWebhooks.Worker.Tests.Soak.SoakTests -showLiveOutput

# Two minutes on two cores. Ratios count: each figure runs beside what it is compared with.
bench: ## the figures of the design, by a Release build
	dotnet build tests/Benchmarks -c Release -v quiet
	dotnet artifacts/bin/Benchmarks/release/Benchmarks.dll engine
	dotnet artifacts/bin/Benchmarks/release/Benchmarks.dll functions
	dotnet artifacts/bin/Benchmarks/release/Benchmarks.dll log-append seconds=3
	dotnet artifacts/bin/Benchmarks/release/Benchmarks.dll deliver
