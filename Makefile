.PHONY: fuzz demo test check check-package golden bench interop release install

# Builds, harvests recorded replies over real HTTP from a loopback replica, shows the database.
demo:
	@bash Scripts/demo.sh

# The whole test suite, offline. The first build also holds every import against the manifest.
test:
	@bash Scripts/install-dependencies.sh
	swift build --build-tests --explicit-target-dependency-import-check error
	@bash Scripts/test.sh

# What a change must pass: format, imports, tests.
check:
	swift format lint --strict --recursive Sources Tests Benchmarks/Sources Package.swift
	$(MAKE) test

# A package that depends on a tagged clone of this one and imports DedupEngine.
check-package:
	@bash Scripts/check-package.sh

# Rewrites the expected files of the fixtures, the completions, the manual and the example configurations; read the diff.
golden:
	IBID_GOLDEN=1 swift test --filter "FetchersTests|ExportTests|GeneratedFileTests|AgreementTests|SurvivorshipSettingsTests"

# Costs of kernels and stages against Benchmarks/baseline.tsv; then 100,000 perturbed records through `import`.
bench:
	@bash Benchmarks/kernels.sh --check Benchmarks/baseline.tsv
	@bash Benchmarks/import.sh

# What BibTeX, biber, pandoc, rispy and others make of exports; installs them. The table goes into Docs/formats.md.
interop:
	@bash Scripts/interop.sh --write

# Each parser fed by libFuzzer for a minute; `Scripts/fuzz.sh 600 bibtex` feeds one for ten.
fuzz:
	@bash Scripts/fuzz.sh

release:
	@bash Scripts/install-dependencies.sh
	@bash Scripts/build-release.sh

PREFIX ?= /usr/local
BINARY ?= .build/release/ibid
SHARE = $(DESTDIR)$(PREFIX)/share

# What `make release` built, with its manual and its completions.
install:
	@test -x "$(BINARY)" || { echo "there is no $(BINARY): make release first" >&2; exit 1; }
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(SHARE)/man/man1" "$(SHARE)/bash-completion/completions" \
		"$(SHARE)/zsh/site-functions" "$(SHARE)/fish/vendor_completions.d"
	install -m 755 "$(BINARY)" "$(DESTDIR)$(PREFIX)/bin/ibid"
	install -m 644 Manual/*.1 "$(SHARE)/man/man1/"
	install -m 644 Completions/ibid.bash "$(SHARE)/bash-completion/completions/ibid"
	install -m 644 Completions/_ibid "$(SHARE)/zsh/site-functions/_ibid"
	install -m 644 Completions/ibid.fish "$(SHARE)/fish/vendor_completions.d/ibid.fish"
