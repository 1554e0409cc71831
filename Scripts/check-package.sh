#!/usr/bin/env bash
# Builds a small package that depends on a tagged clone of this one, as another project would.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git clone -q . "$work/ibid"
git -C "$work/ibid" -c user.name=check -c user.email=check@example.org tag -f 99.0.0 >/dev/null
mkdir -p "$work/user/Sources/user"
cat >"$work/user/Package.swift" <<SWIFT
// swift-tools-version: 6.1
import PackageDescription
let package = Package(
    name: "user",
    dependencies: [.package(url: "file://$work/ibid", from: "99.0.0")],
    targets: [.executableTarget(name: "user", dependencies: [.product(name: "DedupEngine", package: "ibid"), .product(name: "Records", package: "ibid")])]
)
SWIFT
cat >"$work/user/Sources/user/User.swift" <<'SWIFT'
import DedupEngine
import Records

@main
struct User {
    static func main() {
        var table = PortraitTable()
        for source in ["crossref", "pubmed"] {
            var record = Record(key: RecordKey(source: source, key: "1"))
            record.title = "A title that two sources share word for word"
            record.identifiers = [Identifier(.doi, "10.1000/1")]
            table.append(record)
        }
        print(Comparator(table: table).score(CandidatePair(0, 1)).verdict.rawValue)
    }
}
SWIFT
cd "$work/user"
verdict=$(swift run -q user)
[ "$verdict" = same ] || { echo "expected \"same\", got \"$verdict\"" >&2; exit 1; }
echo "a package that depends on ibid builds and runs: verdict $verdict"
