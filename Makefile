.PHONY: demo test check check-package golden bench release

# Builds, harvests recorded replies over real HTTP from a loopback replica, shows the database.
demo:
	@bash Scripts/demo.sh

# The whole test suite, offline. The first build also holds every import against the manifest.
test:
	@bash Scripts/install-dependencies.sh
	swift build --build-tests --explicit-target-dependency-import-check error
	swift test --skip-build

# What a change must pass: format, imports, tests.
check:
	swift format lint --strict --recursive Sources Tests Benchmarks/Sources Package.swift
	$(MAKE) test

# A package that depends on a tagged clone of this one and imports DedupEngine.
check-package:
	@bash Scripts/check-package.sh

# Rewrites the expected files of the fixtures; read the diff.
golden:
	IBID_GOLDEN=1 swift test --filter "FetchersTests|ExportTests"

# 100,000 perturbed records through `import`, stage by stage.
bench:
	@bash Benchmarks/import.sh

release:
	@bash Scripts/install-dependencies.sh
	@bash Scripts/build-release.sh
