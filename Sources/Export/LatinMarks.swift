/// Latin letters with a mark, cut into letter and mark.
///
/// Unicode's canonical decompositions of U+00C0 to U+024F and U+1E00 to U+1EFF; a letter with two marks loses one at a time.
enum LatinMarks {
    struct Mark {
        /// The combining character.
        var scalar: Unicode.Scalar
        /// TeX's accent, without its backslash; nil where plain TeX has none.
        var tex: String?
        /// Each letter with the mark, followed by the one without.
        var pairs: String

        init(_ scalar: Unicode.Scalar, tex: String?, _ pairs: String) {
            self.scalar = scalar
            self.tex = tex
            self.pairs = pairs
        }
    }

    /// - Returns: The letter without its last mark, and the mark; nil for what has none.
    static func parts(of scalar: Unicode.Scalar) -> (letter: Unicode.Scalar, mark: Unicode.Scalar)? {
        // ASCII has none, and is most of what is asked for.
        scalar.value < 0xC0 ? nil : decompositions[scalar]
    }

    /// TeX's accent for a combining character.
    static func accent(for mark: Unicode.Scalar) -> String? { accents[mark] }

    static func isMark(_ scalar: Unicode.Scalar) -> Bool { (0x300...0x36F).contains(scalar.value) }

    private static let accents: [Unicode.Scalar: String] = Dictionary(
        all.compactMap { mark in mark.tex.map { (mark.scalar, $0) } }, uniquingKeysWith: { first, _ in first })

    private static let decompositions: [Unicode.Scalar: (letter: Unicode.Scalar, mark: Unicode.Scalar)] = {
        var table: [Unicode.Scalar: (letter: Unicode.Scalar, mark: Unicode.Scalar)] = [:]
        for mark in all {
            var letters = mark.pairs.unicodeScalars.makeIterator()
            while let whole = letters.next(), let letter = letters.next() { table[whole] = (letter, mark.scalar) }
        }
        return table
    }()

    private static let all: [Mark] = [
        Mark(
            "\u{300}", tex: "`",  // grave
            "ÀAÈEÌIÒOÙUàaèeìiòoùuǛÜǜüǸNǹnḔĒḕēṐŌṑōẀWẁwẦÂầâẰĂằăỀÊềêỒÔồôỜƠờơỪƯừưỲYỳy"),
        Mark(
            "\u{301}", tex: "'",  // acute
            "ÁAÉEÍIÓOÚUÝYáaéeíióoúuýyĆCćcĹLĺlŃNńnŔRŕrŚSśsŹZźzǗÜǘüǴGǵgǺÅǻåǼÆǽæǾØǿøḈÇḉçḖĒḗēḮÏḯïḰKḱkḾMḿmṌÕṍõṒŌṓō"
                + "ṔPṕpṸŨṹũẂWẃwẤÂấâẮĂắăẾÊếêỐÔốôỚƠớơỨƯứư"),
        Mark(
            "\u{302}", tex: "^",  // circumflex
            "ÂAÊEÎIÔOÛUâaêeîiôoûuĈCĉcĜGĝgĤHĥhĴJĵjŜSŝsŴWŵwŶYŷyẐZẑzẬẠậạỆẸệẹỘỌộọ"),
        Mark(
            "\u{303}", tex: "~",  // tilde
            "ÃAÑNÕOãañnõoĨIĩiŨUũuṼVṽvẪÂẫâẴĂẵăẼEẽeỄÊễêỖÔỗôỠƠỡơỮƯữưỸYỹy"),
        Mark(
            "\u{304}", tex: "=",  // macron
            "ĀAāaĒEēeĪIīiŌOōoŪUūuǕÜǖüǞÄǟäǠȦǡȧǢÆǣæǬǪǭǫȪÖȫöȬÕȭõȰȮȱȯȲYȳyḠGḡgḸḶḹḷṜṚṝṛ"),
        Mark(
            "\u{306}", tex: "u",  // breve
            "ĂAăaĔEĕeĞGğgĬIĭiŎOŏoŬUŭuḜȨḝȩẶẠặạ"),
        Mark(
            "\u{307}", tex: ".",  // dot above
            "ĊCċcĖEėeĠGġgİIŻZżzȦAȧaȮOȯoḂBḃbḊDḋdḞFḟfḢHḣhṀMṁmṄNṅnṖPṗpṘRṙrṠSṡsṤŚṥśṦŠṧšṨṢṩṣṪTṫtẆWẇwẊXẋxẎYẏyẛſ"),
        Mark(
            "\u{308}", tex: "\"",  // diaeresis
            "ÄAËEÏIÖOÜUäaëeïiöoüuÿyŸYḦHḧhṎÕṏõṺŪṻūẄWẅwẌXẍxẗt"),
        Mark(
            "\u{309}", tex: nil,  // hook above
            "ẢAảaẨÂẩâẲĂẳăẺEẻeỂÊểêỈIỉiỎOỏoỔÔổôỞƠởơỦUủuỬƯửưỶYỷy"),
        Mark(
            "\u{30A}", tex: "r",  // ring
            "ÅAåaŮUůuẘwẙy"),
        Mark(
            "\u{30B}", tex: "H",  // double acute
            "ŐOőoŰUűu"),
        Mark(
            "\u{30C}", tex: "v",  // caron
            "ČCčcĎDďdĚEěeĽLľlŇNňnŘRřrŠSšsŤTťtŽZžzǍAǎaǏIǐiǑOǒoǓUǔuǙÜǚüǦGǧgǨKǩkǮƷǯʒǰjȞHȟh"),
        Mark(
            "\u{30F}", tex: nil,  // double grave
            "ȀAȁaȄEȅeȈIȉiȌOȍoȐRȑrȔUȕu"),
        Mark(
            "\u{311}", tex: nil,  // inverted breve
            "ȂAȃaȆEȇeȊIȋiȎOȏoȒRȓrȖUȗu"),
        Mark(
            "\u{31B}", tex: nil,  // horn
            "ƠOơoƯUưu"),
        Mark(
            "\u{323}", tex: "d",  // dot below
            "ḄBḅbḌDḍdḤHḥhḲKḳkḶLḷlṂMṃmṆNṇnṚRṛrṢSṣsṬTṭtṾVṿvẈWẉwẒZẓzẠAạaẸEẹeỊIịiỌOọoỢƠợơỤUụuỰƯựưỴYỵy"),
        Mark(
            "\u{324}", tex: nil,  // diaeresis below
            "ṲUṳu"),
        Mark(
            "\u{325}", tex: nil,  // ring below
            "ḀAḁa"),
        Mark(
            "\u{326}", tex: "textcommabelow",  // comma below
            "ȘSșsȚTțt"),
        Mark(
            "\u{327}", tex: "c",  // cedilla
            "ÇCçcĢGģgĶKķkĻLļlŅNņnŖRŗrŞSşsŢTţtȨEȩeḐDḑdḨHḩh"),
        Mark(
            "\u{328}", tex: "k",  // ogonek
            "ĄAąaĘEęeĮIįiŲUųuǪOǫo"),
        Mark(
            "\u{32D}", tex: nil,  // circumflex below
            "ḒDḓdḘEḙeḼLḽlṊNṋnṰTṱtṶUṷu"),
        Mark(
            "\u{32E}", tex: nil,  // breve below
            "ḪHḫh"),
        Mark(
            "\u{330}", tex: nil,  // tilde below
            "ḚEḛeḬIḭiṴUṵu"),
        Mark(
            "\u{331}", tex: "b",  // macron below
            "ḆBḇbḎDḏdḴKḵkḺLḻlṈNṉnṞRṟrṮTṯtẔZẕzẖh"),
    ]
}
