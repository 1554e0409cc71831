import Testing

@testable import Normalizer

@Suite("Mojibake")
struct MojibakeTests {
    @Test(
        "that leaves no doubt is mended",
        arguments: [
            ("MÃ¼ller", "Müller"), ("GÃ¶del and ErdÅ‘s", "Gödel and Erdős"), ("donâ€™t", "don’t"),
            ("1990â€“2000", "1990–2000"), ("Î±-synuclein in FranÃ§ois", "α-synuclein in François"),
            ("ÃƒÂ¼ber", "über"), ("naÃ¯ve", "naïve"), ("S\u{C3}\u{83}o", "SÃo"),
        ])
    func mended(_ text: (String, String)) {
        #expect(Mojibake.repaired(text.0) == text.1)
        #expect(Markup.plain(text.0) == text.1)
    }

    @Test(
        "that may be a word is left alone",
        arguments: [
            "Le “CAFÉ”", "ein “Spaß”", "«ÉTÉ»", "IRMÔ Ã” e", "Müller – Änderung", "AÅ“", "Ångström’s Ä…", "São Tomé",
            "PÄÄTÄ”", "x² Â²",
        ])
    func leftAlone(_ text: String) {
        #expect(Mojibake.repaired(text) == nil)
    }
}
