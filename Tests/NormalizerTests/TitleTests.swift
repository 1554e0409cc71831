import Normalizer
import Records
import Testing

@Suite("A title")
struct TitleTests {
    static let plain: [Said<String, String>] = [
        Said("Growth of\n            <i>E. coli</i>\n            in milk", "Growth of E. coli in milk"),
        Said("  A\u{A0}title\u{2009}of\u{200B} parts ", "A title of parts"),
        Said("If a<b and c>d then e<f", "If a<b and c>d then e<f"),
        Said("Flow of H&lt;sup&gt;+&lt;/sup&gt; ions", "Flow of H+ ions"),
        Said("A<sup>2</sup>B and H<sub>2</sub>O", "A2B and H2O"),
        Said("<jats:title>Heads</jats:title><jats:p>and tails</jats:p>", "Heads and tails"),
        Said("Sleep of cats&lt;subtitle&gt;A year of watching&lt;/subtitle&gt;", "Sleep of cats A year of watching"),
        Said(
            "On <mml:math xmlns:mml=\"m\"><mml:mi>x</mml:mi><mml:mo>+</mml:mo><mml:mn>1</mml:mn></mml:math> again",
            "On x+1 again"),
        Said(
            "On <math><semantics><mi>y</mi><annotation encoding=\"TeX\">y_{tex}</annotation></semantics></math> again",
            "On y again"),
        Said("Cats <!-- and dogs --> alone", "Cats alone"),
        // Escaped once, twice, thrice.
        Said("Fish &amp; chips", "Fish & chips"), Said("Fish &amp;amp; chips", "Fish & chips"),
        Said("The state of &amp;lt;i&amp;gt;p53&amp;lt;/i&amp;gt; now", "The state of p53 now"),
        Said("Caf&eacute; &#8211; &#x201C;Ren&eacute;e&#x201D;", "Café – “Renée”"),
        Said("A &unknown; name & a lone sign", "A &unknown; name & a lone sign"),
        Said("Effects at p < 0.05 and n > 30", "Effects at p < 0.05 and n > 30"),
        // What looks like TeX, and what is a price.
        Said("The $\\alpha$-decay of H$_2$O", "The α-decay of H2O"),
        Said("A na\\\"{i}ve Erd\\H{o}s number", "A naïve Erdős number"),
        Said("A meal at $4.00 or at $5.00", "A meal at $4.00 or at $5.00"),
        Said("\\textit{Drosophila} at 50\\%", "Drosophila at 50%"),
        // The full stop that some databases add goes; others stay.
        Said("Heroin addiction in rats.", "Heroin addiction in rats"), Said("Heroin in rats .", "Heroin in rats"),
        Said("Health care in the U.S.", "Health care in the U.S."),
        Said("And then ...", "And then ..."), Said("Notes on Homo sp.", "Notes on Homo sp."),
        Said("心理学の研究。", "心理学の研究。"), Said("Über die Größe", "Über die Größe"),
        Said("2001", "2001"),
    ]

    @Test("is plain text", arguments: plain)
    func isPlain(_ said: Said<String, String>) {
        #expect(saying { $0.titles = [said.given] }.normalized.title == said.expected)
    }

    @Test("that is plain stays as it is", arguments: plain)
    func isIdempotent(_ said: Said<String, String>) {
        #expect(saying { $0.titles = [said.expected] }.normalized.title == said.expected)
    }

    @Test("is in Unicode normalization form C")
    func composed() throws {
        let title = try #require(saying { $0.titles = ["Cafe\u{301} in Zu\u{308}rich"] }.normalized.title)
        #expect(Array(title.utf8) == Array("Caf\u{E9} in Z\u{FC}rich".utf8))
    }

    @Test(
        "in capitals is brought to sentence case, its original kept",
        arguments: [
            Said("THE SLEEP OF CATS IN WINTER", "The sleep of cats in winter"),
            Said("AN HPLC METHOD FOR 5HT IN RATS", "An HPLC method for 5HT in rats"),
            Said("THE ROLE OF DNA IN HIV AND AIDS, USA", "The role of DNA in HIV and AIDS, USA"),
            Said("WHAT IS SLEEP? AN ANSWER IN PARTS", "What is sleep? An answer in parts"),
            Said("ÜBER DIE GRÖSSE DER KATZEN", "Über die grösse der katzen"),
        ])
    func capitals(_ said: Said<String, String>) {
        let record = saying { $0.titles = [said.given] }.normalized
        #expect(record.title == said.expected)
        #expect(record.kept("title") == [said.given])
    }

    @Test("of few words in capitals stays: it may be a name", arguments: ["SPSS", "JAMA NETWORK", "DNA AND RNA"])
    func shortCapitals(_ title: String) {
        let record = saying { $0.titles = [title] }.normalized
        #expect(record.title == title)
        #expect(record.kept.isEmpty)
    }

    @Test(
        "that says it is retracted or withdrawn marks the record, its original kept",
        arguments: ["RETRACTED: ", "RETRACTED ARTICLE: ", "[RETRACTED] ", "WITHDRAWN: ", "Retracted: "])
    func retracted(_ mark: String) {
        let record = saying { $0.titles = [mark + "Sleep of cats"] }.normalized
        #expect(record.title == "Sleep of cats")
        #expect(record.isRetracted)
        #expect(record.kept("title") == [mark + "Sleep of cats"])
    }

    @Test(
        "that begins as a notice does makes the article a notice",
        arguments: ["Erratum: Sleep of cats", "Corrigendum to sleep of cats", "Retraction: Sleep of cats"])
    func notice(_ title: String) {
        let record = saying {
            $0.type = "journal-article"
            $0.titles = [title]
        }.normalized
        #expect(record.type == .notice)
    }

    @Test("without a letter or digit is no title, and is kept as given", arguments: ["—", "???", "..."])
    func signsOnly(_ title: String) {
        let record = saying { $0.titles = [title] }.normalized
        #expect(record.title == nil)
        #expect(record.kept("title") == [title])
    }

    @Test("of nothing is none, and nothing is kept", arguments: [[], [""], ["  \n "], ["<i></i>"]])
    func empty(_ titles: [String]) {
        let record = saying { $0.titles = titles }.normalized
        #expect(record.title == nil)
        #expect(record.kept("title").allSatisfy { !$0.isEmpty })
    }

    @Test("in a second language is one of the other titles")
    func languages() {
        let record = saying {
            $0.titles = ["Schlaf der Katzen", "Sleep of cats"]
            $0.originalTitles = ["Schlaf der Katzen", "Sommeil des chats"]
        }.normalized
        #expect(record.title == "Schlaf der Katzen")
        #expect(record.otherTitles == ["Sleep of cats", "Sommeil des chats"])
    }

    @Test("has a subtitle, unless it ends with it already; a subtitle alone is the title")
    func subtitle() {
        func record(_ titles: [String], _ subtitle: String) -> Record {
            saying {
                $0.titles = titles
                $0.subtitles = [subtitle]
            }.normalized
        }
        #expect(record(["Sleep of cats"], "A <b>year</b> of watching").subtitle == "A year of watching")
        #expect(record(["Sleep of cats: a year"], "A year").subtitle == nil)
        #expect(record([], "A year").title == "A year")
    }
}

@Suite("An abstract")
struct AbstractTests {
    @Test(
        "is plain text, a line a paragraph, without its own heading",
        arguments: [
            Said("<jats:p>One.</jats:p><jats:p>Two &amp; three.</jats:p>", "One.\nTwo & three."),
            Said("<jats:title>Abstract</jats:title>\n  <jats:p>One.</jats:p>", "One."),
            Said("<h4>Aim</h4>To see.<h4>Result</h4>Seen.", "Aim\nTo see.\nResult\nSeen."),
            Said("&lt;p&gt;Escaped.&lt;/p&gt;", "Escaped."), Said("Abstract: Plain.", "Plain."),
            Said("<p>One<br/>two</p>", "One\ntwo"), Said("One\n   line.", "One\nline."),
        ])
    func plain(_ said: Said<String, String>) {
        #expect(saying { $0.abstracts = ["", said.given] }.normalized.abstract == said.expected)
        #expect(saying { $0.abstracts = [said.expected] }.normalized.abstract == said.expected)
    }
}
