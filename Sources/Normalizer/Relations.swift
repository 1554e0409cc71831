internal import Records

/// Links of every source in one vocabulary.
enum Relations {
    /// - Returns: The relation; nil where the word or the target is not understood (it is then kept as said).
    static func relation(_ said: SourceRelation) -> Relation? {
        let word = said.type.lowercased().filter { $0.isLetter || $0 == ":" }
        guard let type = type(word) else { return nil }
        guard let target = IdentifierParser.parse(said.target, scheme: said.scheme) else { return nil }
        return Relation(type, target)
    }

    private static func type(_ word: String) -> RelationType? {
        if word.hasPrefix("updateto") { return notice(String(word.drop { $0 != ":" }.dropFirst())) }
        if word.hasPrefix("updatedby") { return notice(String(word.drop { $0 != ":" }.dropFirst())).inverse }
        return words[word] ?? own[word]
    }

    /// ibid's own words, as its exports have them.
    private static let own = Dictionary(
        uniqueKeysWithValues: RelationType.allCases.map { ($0.rawValue.lowercased(), $0) })

    private static func notice(_ kind: String) -> RelationType {
        switch kind {
        case "retraction", "withdrawal", "removal", "partialretraction": .retracts
        case "expressionofconcern": .expressesConcernAbout
        case "newversion", "newedition": .isNewVersionOf
        default: .corrects
        }
    }

    private static let words: [String: RelationType] = [
        "ispreprintof": .isPreprintOf, "haspreprint": .hasPreprint, "isversionof": .isVersionOf,
        "hasversion": .hasVersion,
        "isnewversionof": .isNewVersionOf, "ispreviousversionof": .isPreviousVersionOf,
        "isoldversionof": .isPreviousVersionOf,
        "isidenticalto": .isIdenticalTo, "issameas": .isIdenticalTo, "isvariantformof": .isIdenticalTo,
        "isoriginalformof": .isIdenticalTo, "issupplementto": .isSupplementTo, "isrelatedmaterial": .isRelatedTo,
        "issupplementedby": .isSupplementedBy, "hasrelatedmaterial": .isRelatedTo, "ispartof": .isPartOf,
        "ispublishedin": .isPartOf, "iscomponentof": .isPartOf, "hascomponent": .hasPart,
        "haspart": .hasPart,
        "isreviewof": .isReviewOf, "reviews": .isReviewOf, "hasreview": .hasReview, "isreviewedby": .hasReview,
        "isreplyto": .isReplyTo, "hasreply": .hasReply, "iscommenton": .isCommentOn, "hascomment": .hasComment,
        "istranslationof": .isTranslationOf, "hastranslation": .hasTranslation, "ismanuscriptof": .isManuscriptOf,
        "hasmanuscript": .hasManuscript, "cites": .cites, "iscitedby": .isCitedBy, "references": .references,
        "isreferencedby": .isReferencedBy, "isdocumentedby": .isDocumentedBy, "documents": .documents,
        "isderivedfrom": .isDerivedFrom, "issourceof": .isSourceOf, "hasderivation": .isSourceOf,
        "isbasedon": .isDerivedFrom,
        "isbasisfor": .isSourceOf, "obsoletes": .isNewVersionOf, "isobsoletedby": .isPreviousVersionOf,
        "continues": .isRelatedTo,
        "iscontinuedby": .isRelatedTo, "sepmc": .isSupplementTo, "publication": .isSupplementTo,
        "describes": .documents,
        "isdescribedby": .isDocumentedBy, "requires": .isRelatedTo, "compiles": .isSourceOf,
        "iscompiledby": .isDerivedFrom,
        "isrelatedto": .isRelatedTo, "relatedto": .isRelatedTo, "similarto": .isRelatedTo, "ismemberof": .isPartOf,
        "isdatabasisfor": .isSourceOf, "isfinancedby": .isRelatedTo, "finances": .isRelatedTo, "collects": .hasPart,
        "iscollectedby": .isPartOf,
        // Where a copy of another version lies, in NISO's words as OpenAlex and Unpaywall have them.
        "submittedversion": .hasVersion, "acceptedversion": .hasManuscript,
        // PubMed's words, and Europe PMC's for the same; `In` names the notice, `Of`, `On` and `For` what it is about.
        "commenton": .isCommentOn, "commentin": .hasComment, "erratumfor": .corrects, "erratumin": .isCorrectedBy,
        "retractionof": .retracts, "retractionin": .isRetractedBy, "partialretractionof": .corrects,
        "partialretractionin": .isCorrectedBy, "expressionofconcernfor": .expressesConcernAbout,
        "expressionofconcernin": .hasExpressionOfConcern, "updateof": .isNewVersionOf,
        "updatein": .isPreviousVersionOf, "updateofpreprint": .hasPreprint, "preprintof": .isPreprintOf,
        "preprintin": .hasPreprint, "republishedfrom": .isNewVersionOf, "republishedin": .isPreviousVersionOf,
        "correctedandrepublishedfrom": .isNewVersionOf, "correctedandrepublishedin": .isPreviousVersionOf,
        "retractedandrepublishedfrom": .isNewVersionOf, "retractedandrepublishedin": .isPreviousVersionOf,
        "reprintof": .isVersionOf, "reprintin": .hasVersion, "originalreportin": .isDerivedFrom,
        "summaryforpatientsin": .isSourceOf, "associateddataset": .isSupplementedBy,
        "associatedpublication": .isSupplementTo, "databank": .isRelatedTo, "arxiv:doi": .isPreprintOf,
        "published": .isPreprintOf, "mentions": .references, "citation": .references, "relation": .isRelatedTo,
    ]
}
