/// A journal: what databases call it, and what they number it by.
struct Journal {
    var title: String
    /// By ISO 4.
    var abbreviation: String
    /// The title in English where the journal's own is in another language.
    var translation: String?
    /// ISO 639-1.
    var language = "en"
    var printISSN: String
    var electronicISSN: String
    var firstYear: Int
    var issuesAYear: Int
    var pageForm: PageForm
    var doiPrefix: String
    var doiForm: Int
    /// The journal's code in DOIs: `neuchem`.
    var code: String

    enum PageForm { case continuous, perIssue, electronic, number }
}

/// The journals of a corpus, most frequent first.
struct Journals {
    static let count = 6000
    /// Journal n is of topic n modulo this number.
    static let topics = 150

    let all: [Journal]
    private let draw = WeightedDraw(zipf: Journals.count / Journals.topics, exponent: 0.8, flattening: 2)

    init(seed: UInt64) {
        var seen: Set<String> = []
        all = (0..<Self.count).map { number in
            var random = SplitMix(seed: seed, purpose: .journal, item: number)
            var journal = Self.journal(number, &random)
            var section = 0
            while !seen.insert(journal.title).inserted {
                let ending = Self.sections[section % Self.sections.count]
                section += 1
                let words = random.chance(0.5) || section > Self.sections.count
                let extra = words ? " and " + Self.fields[random.below(Self.fields.count)].english : ending
                journal.title += extra
                journal.translation = journal.translation.map { $0 + extra }
                journal.abbreviation = ISO4.abbreviated(journal.title)
            }
            return journal
        }
    }

    func number(topic: Int, _ random: inout SplitMix) -> Int { draw.draw(&random) * Self.topics + topic }

    private static func journal(_ number: Int, _ random: inout SplitMix) -> Journal {
        let field = fields[number % topics % fields.count]
        let other = random.pick(fields)
        var translation: String?
        var language = "en"
        var title: String
        if random.chance(0.1), let foreign = field.foreign {
            let nation = random.pick(nations)
            let which = random.below(5)
            language = ["es", "pt", "de", "fr", "zh"][which]
            title =
                [
                    "Revista \(nation.spanish) de ", "Revista \(nation.portuguese) de ",
                    "\(nation.german) Zeitschrift für ",
                    "Revue \(nation.french) de ", "Zhonghua ",
                ][which] + foreign[which] + (which == 4 ? " Za Zhi" : "")
            translation = "\(which == 4 ? "Chinese" : nation.english) Journal of \(field.english)"
        } else {
            title = random.pick(patterns)
            title = replacing("#", in: title, with: field.english)
            title = replacing("@", in: title, with: random.chance(0.5) ? other.english : "Applied \(field.english)")
            title = replacing("%", in: title, with: random.pick(nations).english)
        }
        let registrant = 1000 + random.below(120) * 37
        return Journal(
            title: title, abbreviation: ISO4.abbreviated(title), translation: translation, language: language,
            printISSN: issn(1_000_000 + number * 700 + random.below(300)),
            electronicISSN: issn(1_000_000 + number * 700 + 300 + random.below(300)),
            firstYear: random.within(1880...2008), issuesAYear: random.pick([2, 4, 4, 6, 6, 12, 12, 24]),
            pageForm: random.pick([.continuous, .continuous, .continuous, .perIssue, .perIssue, .electronic, .number]),
            doiPrefix: "10.\(registrant)", doiForm: random.below(4),
            code: String(title.lowercased().filter { $0.isASCII && $0.isLetter }.prefix(12)) + "\(number % 10)")
    }

    /// Seven digits with their check digit, ISO 3297.
    private static func issn(_ number: Int) -> String {
        var digits: [Int] = []
        var rest = number % 10_000_000
        for _ in 0..<7 {
            digits.insert(rest % 10, at: 0)
            rest /= 10
        }
        let sum = digits.enumerated().reduce(0) { $0 + (8 - $1.offset) * $1.element }
        let check = (11 - sum % 11) % 11
        let text = digits.map(String.init).joined()
        return "\(text.prefix(4))-\(text.dropFirst(4))\(check == 10 ? "X" : String(check))"
    }

    private static let patterns = [
        "Journal of #", "# Letters", "Annals of #", "International Journal of #", "# Research", "Archives of #",
        "European Journal of #", "#", "# and @", "Advances in #", "Journal of # and @", "% Journal of #",
        "Current Opinion in #", "BMC #", "# Reviews", "Acta #", "The Journal of @", "Progress in #", "Clinical #",
        "Proceedings of the % Society of #", "Trends in #", "# Today", "Frontiers in #", "% # Review",
        "Bulletin of the % Academy of #", "Transactions on #", "Experimental # and @", "# Communications",
    ]
    private static let sections = [", Part A", ", Part B", " Series C", ": Open", " Section D"]

    private struct Nation { var english, spanish, portuguese, german, french: String }
    private static let nations = [
        Nation(
            english: "Spanish", spanish: "Española", portuguese: "Espanhola", german: "Spanische", french: "Espagnole"),
        Nation(
            english: "Brazilian", spanish: "Brasileña", portuguese: "Brasileira", german: "Brasilianische",
            french: "Brésilienne"),
        Nation(english: "German", spanish: "Alemana", portuguese: "Alemã", german: "Deutsche", french: "Allemande"),
        Nation(
            english: "French", spanish: "Francesa", portuguese: "Francesa", german: "Französische", french: "Française"),
        Nation(
            english: "Canadian", spanish: "Canadiense", portuguese: "Canadense", german: "Kanadische",
            french: "Canadienne"),
        Nation(
            english: "Mexican", spanish: "Mexicana", portuguese: "Mexicana", german: "Mexikanische", french: "Mexicaine"
        ),
        Nation(english: "Swiss", spanish: "Suiza", portuguese: "Suíça", german: "Schweizerische", french: "Suisse"),
        Nation(english: "Indian", spanish: "India", portuguese: "Indiana", german: "Indische", french: "Indienne"),
    ]

    private struct Field {
        var english: String
        /// Spanish, Portuguese, German, French, Chinese in Pinyin.
        var foreign: [String]?
    }
    private static let fields: [Field] =
        [
            "Cardiology|Cardiología|Cardiologia|Kardiologie|Cardiologie|Xinxueguan Bing",
            "Neurology|Neurología|Neurologia|Neurologie|Neurologie|Shenjing Ke",
            "Surgery|Cirugía|Cirurgia|Chirurgie|Chirurgie|Waike",
            "Psychiatry|Psiquiatría|Psiquiatria|Psychiatrie|Psychiatrie|Jingshen Ke",
            "Pediatrics|Pediatría|Pediatria|Kinderheilkunde|Pédiatrie|Er Ke",
            "Oncology|Oncología|Oncologia|Onkologie|Cancérologie|Zhongliu",
            "Public Health|Salud Pública|Saúde Pública|Gesundheitswesen|Santé Publique|Gonggong Weisheng",
            "Psychology|Psicología|Psicologia|Psychologie|Psychologie|Xinli Xue",
            "Education|Educación|Educação|Pädagogik|Éducation|Jiaoyu",
            "Sociology|Sociología|Sociologia|Soziologie|Sociologie|Shehui Xue",
            "Economics|Economía|Economia|Wirtschaft|Économie|Jingji",
            "Nursing|Enfermería|Enfermagem|Pflege|Soins Infirmiers|Huli",
            "Geology|Geología|Geologia|Geologie|Géologie|Dizhi", "Botany|Botánica|Botânica|Botanik|Botanique|Zhiwu",
            "Chemistry|Química|Química|Chemie|Chimie|Huaxue",
            "Philosophy|Filosofía|Filosofia|Philosophie|Philosophie|Zhexue",
            "Physics|Física|Física|Physik|Physique|Wuli",
            "Veterinary Medicine|Veterinaria|Veterinária|Tiermedizin|Médecine Vétérinaire|Shouyi",
            "Dermatology|Dermatología|Dermatologia|Dermatologie|Dermatologie|Pifu Ke",
            "History|Historia|História|Geschichte|Histoire|Lishi",
        ].map { text in
            let names = text.split(separator: "|").map(String.init)
            return Field(english: names[0], foreign: Array(names.dropFirst()))
        }
            + """
            Immunology, Genetics, Cell Biology, Molecular Biology, Biochemistry, Biophysics, Virology, Microbiology, Parasitology, \
            Pharmacology, Toxicology, Endocrinology, Gastroenterology, Hepatology, Nephrology, Urology, Gynecology, Obstetrics, \
            Ophthalmology, Otolaryngology, Radiology, Anesthesiology, Emergency Medicine, Critical Care, Rheumatology, Hematology, \
            Infectious Diseases, Geriatrics, Rehabilitation, Sports Medicine, Dentistry, Orthodontics, Epidemiology, Biostatistics, \
            Health Economics, Medical Ethics, Neuroscience, Cognitive Science, Linguistics, Anthropology, Archaeology, Geography, \
            Political Science, International Relations, Law, Criminology, Management, Marketing, Accounting, Finance, \
            Organization Studies, Information Systems, Computer Science, Artificial Intelligence, Machine Learning, Robotics, \
            Computer Vision, Data Mining, Software Engineering, Databases, Computer Networks, Cryptography, Human-Computer Interaction, \
            Theoretical Physics, Condensed Matter, Particle Physics, Astrophysics, Optics, Acoustics, Plasma Physics, \
            Fluid Mechanics, Thermodynamics, Materials Science, Nanotechnology, Metallurgy, Ceramics, Polymer Science, \
            Inorganic Chemistry, Organic Chemistry, Physical Chemistry, Analytical Chemistry, Electrochemistry, Catalysis, \
            Chemical Engineering, Mechanical Engineering, Civil Engineering, Electrical Engineering, Power Systems, Control Theory, \
            Signal Processing, Telecommunications, Aerospace Engineering, Environmental Science, Ecology, Evolution, Zoology, \
            Entomology, Marine Biology, Limnology, Oceanography, Meteorology, Climatology, Hydrology, Soil Science, Agronomy, \
            Forestry, Horticulture, Food Science, Nutrition, Animal Science, Fisheries, Algebra, Number Theory, Geometry, \
            Topology, Mathematical Analysis, Probability, Statistics, Operations Research, Combinatorics, Logic, Musicology, \
            Theology, Literature, Art History, Media Studies, Gender Studies, Urban Studies, Tourism, Library Science
            """.split(separator: ", ").map { Field(english: String($0), foreign: nil) }
}

/// Abbreviated titles of serials, near enough to ISO 4.
enum ISO4 {
    static func abbreviated(_ title: String) -> String {
        let words = title.split(separator: " ")
        if words.count == 1 { return title }
        return words.compactMap { word in
            let bare = word.filter { $0 != "," && $0 != ":" }
            if dropped.contains(bare.lowercased()) { return nil }
            return bare.split(separator: "-").map { part in known[String(part)] ?? cut(part) }.joined(separator: "-")
        }.joined(separator: " ")
    }

    /// Cut after four letters or so, where a consonant ends what is left.
    private static func cut(_ word: Substring) -> String {
        let letters = Array(word)
        if letters.count <= 5 { return String(word) }
        var end = letters.count > 8 ? 5 : 4
        while end < letters.count - 2, vowels.contains(letters[end - 1]) { end += 1 }
        while end > 3, vowels.contains(letters[end - 1]) { end -= 1 }
        return String(letters[..<end]) + "."
    }

    private static let vowels: Set<Character> = Set("aeiouyáéíóúãõäöüê")
    private static let dropped: Set<String> = ["of", "the", "and", "in", "on", "for", "de", "für", "y", "e"]
    private static let known = [
        "Journal": "J.", "International": "Int.", "European": "Eur.", "Annals": "Ann.", "Archives": "Arch.",
        "Research": "Res.", "Reviews": "Rev.", "Review": "Rev.", "Revista": "Rev.", "Revue": "Rev.", "Letters": "Lett.",
        "Proceedings": "Proc.", "Transactions": "Trans.", "Society": "Soc.", "Academy": "Acad.", "Bulletin": "Bull.",
        "Advances": "Adv.", "Progress": "Prog.", "Current": "Curr.", "Opinion": "Opin.", "Clinical": "Clin.",
        "Experimental": "Exp.", "Applied": "Appl.", "Communications": "Commun.", "Frontiers": "Front.",
        "Series": "Ser.",
        "Zeitschrift": "Z.", "Science": "Sci.", "Engineering": "Eng.", "Medicine": "Med.", "Chemistry": "Chem.",
        "Physics": "Phys.", "Biology": "Biol.", "Studies": "Stud.", "Theory": "Theory", "Zhonghua": "Zhonghua",
        "Za": "Za",
        "Zhi": "Zhi",
    ]
}

/// `text` with every `mark` replaced.
func replacing(_ mark: Character, in text: String, with other: String) -> String {
    text.contains(mark) ? text.split(separator: mark, omittingEmptySubsequences: false).joined(separator: other) : text
}
