/// Where a title stands in a reference: the best local alignment of their words.
///
/// Method: T. F. Smith and M. S. Waterman, "Identification of Common Molecular Subsequences", 1981, over words that weigh
/// what they tell; a word that a line break cut in two, or that lost its space, counts as itself.
struct TitleAlignment {
    /// Words of the reference from the first to the last that matches; empty where nothing does.
    var range: Range<Int> = 0..<0
    /// Weight of the title's words that were found, of all its words, and of foreign words within `range`.
    var found: Double = 0
    var total: Double = 0
    var foreign: Double = 0
    /// Title words that were found, by place.
    var matched: [Bool] = []

    /// Share of the title that was found, 0...1.
    var coverage: Double { total > 0 ? found / total : 0 }

    private enum Step: UInt8 { case none, both, skipTitle, skipText, splitText, splitTitle }

    init(of title: [ReferenceText.Word], in text: [ReferenceText.Word]) {
        total = title.reduce(0) { $0 + $1.weight }
        matched = Array(repeating: false, count: title.count)
        guard !title.isEmpty, !text.isEmpty else { return }
        let width = text.count + 1
        var score = [Double](repeating: 0, count: (title.count + 1) * width)
        var steps = [Step](repeating: .none, count: score.count)
        var best = 0
        for i in 1...title.count {
            let word = title[i - 1]
            for j in 1...text.count {
                let other = text[j - 1]
                var value = 0.0
                var step = Step.none
                func offer(_ candidate: Double, _ way: Step) {
                    if candidate > value {
                        value = candidate
                        step = way
                    }
                }
                if word.bytes == other.bytes {
                    offer(score[(i - 1) * width + j - 1] + word.weight, .both)
                } else if word.resembles(other) {
                    offer(score[(i - 1) * width + j - 1] + 0.8 * word.weight, .both)
                }
                if j > 1, word.bytes.count > 4, text[j - 2].bytes + other.bytes == word.bytes {
                    offer(score[(i - 1) * width + j - 2] + word.weight, .splitText)
                }
                if i > 1, other.bytes.count > 4, title[i - 2].bytes + word.bytes == other.bytes {
                    offer(score[(i - 2) * width + j - 1] + word.weight + title[i - 2].weight, .splitTitle)
                }
                offer(score[(i - 1) * width + j] - 0.5 * word.weight, .skipTitle)
                offer(score[i * width + j - 1] - 0.5 * other.weight, .skipText)
                score[i * width + j] = value
                steps[i * width + j] = step
                if value > score[best] { best = i * width + j }
            }
        }
        guard score[best] > 0 else { return }
        var (i, j) = (best / width, best % width)
        let end = j
        walk: while i > 0, j > 0 {
            switch steps[i * width + j] {
            case .none: break walk
            case .both:
                found += title[i - 1].bytes == text[j - 1].bytes ? title[i - 1].weight : 0.9 * title[i - 1].weight
                matched[i - 1] = true
                i -= 1
                j -= 1
            case .splitText:
                found += title[i - 1].weight
                matched[i - 1] = true
                i -= 1
                j -= 2
            case .splitTitle:
                found += title[i - 1].weight + title[i - 2].weight
                matched[i - 1] = true
                matched[i - 2] = true
                i -= 2
                j -= 1
            case .skipTitle: i -= 1
            case .skipText:
                foreign += text[j - 1].weight
                j -= 1
            }
        }
        range = j..<end
    }
}
