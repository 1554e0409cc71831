/// Languages as ISO 639-1 codes where there is one.
enum Languages {
    /// `en-US`, `eng`, `English` → `en`; nil for what is no language.
    static func code(_ text: String) -> String? {
        // What most texts are in.
        if isWord(text, "en") { return text }
        if let known = words[text] { return known }
        if text.utf8.count == 2, text.utf8.allSatisfy({ $0 >= 97 && $0 <= 122 }) { return text }
        let plain = trimming(text).lowercased()
        guard !plain.isEmpty else { return nil }
        if let known = words[plain] { return known }
        let primary = plain.split { $0 == "-" || $0 == "_" }.first.map(String.init) ?? plain
        if let known = words[primary] { return known }
        if primary.utf8.allSatisfy({ $0 >= 97 && $0 <= 122 }) {
            if primary.utf8.count == 2 { return primary }
            if primary.utf8.count == 3, !["und", "mul", "zxx", "mis"].contains(primary) { return primary }
        }
        return nil
    }

    private static let words: [String: String] = {
        var words: [String: String] = [:]
        for line in table.split(separator: "\n") {
            let forms = line.split(separator: " ").map(String.init)
            for form in forms.dropFirst() { words[form] = forms[0] }
        }
        return words
    }()

    private static let table = """
        en eng english anglais englisch inglés
        de ger deu german deutsch allemand
        fr fre fra french français francais
        es spa spanish español espanol castellano
        it ita italian italiano
        pt por portuguese português portugues
        ru rus russian русский
        zh chi zho chinese 中文 mandarin
        ja jpn japanese 日本語
        ko kor korean 한국어
        nl dut nld dutch nederlands
        sv swe swedish svenska
        no nor norwegian norsk
        da dan danish dansk
        fi fin finnish suomi
        pl pol polish polski
        cs cze ces czech čeština
        sk slo slk slovak
        hu hun hungarian magyar
        tr tur turkish türkçe
        uk ukr ukrainian українська
        ar ara arabic العربية
        he heb hebrew
        fa per fas persian farsi
        el gre ell greek ελληνικά
        ro rum ron romanian
        bg bul bulgarian
        hr hrv croatian scr
        sr srp serbian scc
        sl slv slovenian slovene
        lt lit lithuanian
        lv lav latvian
        et est estonian
        id ind indonesian
        ms may msa malay
        vi vie vietnamese
        th tha thai
        hi hin hindi
        ca cat catalan català
        gl glg galician
        eu baq eus basque
        la lat latin
        af afr afrikaans
        is ice isl icelandic
        """
}
