import Foundation
import Records
import Testing

@testable import Pipeline

/// The library "blue light" of RefLib, which its authors keep in four formats.
@Suite("One library in four formats")
struct OneLibraryTests {
    private static let endings = ["ris", "endnote.xml", "json", "nbib"]

    /// Works by their titles' letters, by the file's ending.
    private static func works(in shared: String) throws -> [String: [String: Record]] {
        let folder = (shared as NSString).deletingLastPathComponent + "/dedup/exports/RefLib__blue-light."
        var found: [String: [String: Record]] = [:]
        for ending in endings {
            for record in try RoundTrip.reading(ofFile: folder + ending).records {
                found[ending, default: [:]][letters(record.title ?? "", 60)] = record
            }
        }
        return found
    }

    private static func letters(_ text: String, _ count: Int = .max) -> String {
        String(text.lowercased().filter { $0.isLetter || $0.isNumber }.prefix(count))
    }

    private static func persons(_ record: Record) -> [Contributor] { record.authors.filter { !$0.isGroup } }

    private static func families(_ record: Record) -> [String] {
        persons(record).map { letters($0.name.family ?? $0.name.literal ?? "") }
    }

    private static func initials(_ record: Record) -> [String] {
        persons(record).map { ($0.name.given ?? "").filter(\.isUppercase) }
    }

    private static let fields: [(name: String, value: @Sendable (Record) -> String)] = [
        ("title", { letters($0.title ?? "") }), ("type", { $0.type?.rawValue ?? "" }),
        ("authors", { families($0).joined(separator: " ") }), ("volume", { $0.volume ?? "" }),
        ("issue", { $0.issue ?? "" }), ("year", { $0.year.map(String.init) ?? "" }),
        ("pages", { $0.pages?.lowercased() ?? "" }), ("DOI", { $0.doi ?? "" }),
        ("abstract", { letters($0.abstract ?? "") }),
    ]

    @Test(
        "says the same of its works, field by field", .enabled(if: Fixture.shared != nil, "skipped: no shared data"))
    func agreement() throws {
        let found = try Self.works(in: try #require(Fixture.shared))
        let ris = try #require(found["ris"])
        #expect(ris.count > 98)
        for ending in Self.endings.dropFirst() {
            let works = try #require(found[ending])
            let shared = works.filter { ris[$0.key] != nil }
            // Some are not in PubMed, from which the fourth is.
            #expect(ending == "nbib" ? shared.count >= 80 : shared.count == ris.count && works.count == ris.count)
            for (name, work) in shared {
                let twin = try #require(ris[name])
                for field in Self.fields {
                    #expect(field.value(work) == field.value(twin), "\(ending) \(name) \(field.name)")
                }
                if ending != "nbib" {
                    #expect(work.authors.map(\.name) == twin.authors.map(\.name), "\(ending) \(name)")
                    #expect(
                        work.container.title == twin.container.title && work.container.issns == twin.container.issns)
                    continue
                }
                // PubMed's own file has names in full, groups among the authors, journals by both names, and each of their
                // ISSNs.
                let (full, short) = (Self.initials(work), Self.initials(twin))
                #expect(zip(full, short).allSatisfy { $0.hasPrefix($1.prefix(1)) && $1.allSatisfy($0.contains) })
                let journals = [work.container.title, work.container.shortTitle].compactMap { $0 }.map {
                    Self.letters($0)
                }
                #expect(journals.contains(Self.letters(twin.container.title ?? "")), "\(name) \(journals)")
                #expect(Set(twin.container.issns).isSubset(of: work.container.issns), "\(name)")
            }
        }
    }
}
