/// Languages as formats call them, by ISO 639-1 code.
enum Languages {
    /// Names that babel and polyglossia take.
    static let babel: [String: String] = [
        "bg": "bulgarian", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
        "en": "english", "es": "spanish", "et": "estonian", "fi": "finnish", "fr": "french", "hr": "croatian",
        "hu": "hungarian", "it": "italian", "lt": "lithuanian", "lv": "latvian", "nl": "dutch", "pl": "polish",
        "pt": "portuguese", "ro": "romanian", "ru": "russian", "sk": "slovak", "sl": "slovene", "sr": "serbian",
        "sv": "swedish", "tr": "turkish", "uk": "ukrainian",
    ]

    /// MEDLINE's codes: those of ISO 639-2/B.
    static let medline: [String: String] = [
        "af": "afr", "ar": "ara", "bg": "bul", "bs": "bos", "ca": "cat", "cs": "cze", "da": "dan", "de": "ger",
        "el": "gre", "en": "eng", "es": "spa", "et": "est", "eu": "baq", "fa": "per", "fi": "fin", "fr": "fre",
        "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun", "hy": "arm", "id": "ind", "is": "ice", "it": "ita",
        "ja": "jpn", "ka": "geo", "ko": "kor", "la": "lat", "lt": "lit", "lv": "lav", "mk": "mac", "ms": "may",
        "nl": "dut", "no": "nor", "pl": "pol", "pt": "por", "ro": "rum", "ru": "rus", "sk": "slo", "sl": "slv",
        "sq": "alb", "sr": "srp", "sv": "swe", "th": "tha", "tr": "tur", "uk": "ukr", "vi": "vie", "zh": "chi",
    ]
}
