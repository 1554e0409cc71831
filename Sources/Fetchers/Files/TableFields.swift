internal import Formats

/// What a column of a table may mean.
enum TableField: String, CaseIterable {
    case id, source, type, title
    case originalTitle = "original-title"
    case authors
    /// The same persons with their names in full, where a table has both.
    case fullAuthors = "full-authors"
    case editors, translators
    case seriesEditors = "series-editors"
    case bookAuthors = "book-authors"
    case journal
    case shortJournal = "short-journal"
    case year, month, day, date, volume, issue, pages
    case firstPage = "first-page"
    case lastPage = "last-page"
    case articleNumber = "article-number"
    case doi, pmid, pmcid, arxiv, openalex, issn, isbn, publisher, place, url, abstract, language, keywords, edition
    case version, series, event, license, funder, citations, references
    /// A journal with year, volume and pages in one text, as Embase has it.
    case citation
    /// Zotero's field for whatever has none: `PMID: 123`.
    case extra
    /// Python's text of OpenAlex's objects, as data frames are written.
    case authorships, biblio, location, identifiers
    /// A library's link resolver, with the DOI in it.
    case openURL = "open-url"

    /// A name as columns have it, without case, blanks and signs: `Author(s)` is `authors`.
    static func plain(_ name: String) -> String {
        var out = ""
        for sign in name.lowercased().unicodeScalars
        where sign.properties.isAlphabetic || sign.properties.numericType != nil {
            out.unicodeScalars.append(sign)
        }
        return out
    }

    /// What a column of that plain name means in a table of nobody in particular.
    static func of(_ plain: String) -> TableField? { synonyms[plain] }

    /// Names of people's own tables and of programs that write tables, in several languages.
    private static let synonyms: [String: TableField] = {
        var table: [String: TableField] = [:]
        for (field, names) in names { for name in names.split(separator: " ") { table[String(name)] = field } }
        return table
    }()

    private static let names: [(TableField, String)] = [
        (
            .id,
            "id key recordid refid referenceid citationkey citekey customid uid studyid covidence itemid recordnumber recno"
        ),
        (.source, "source"),
        (
            .type,
            "type itemtype documenttype publicationtype typeofreference referencetype entrytype reftype articletype doctype dokumenttyp typeofwork ty"
        ),
        (
            .title,
            "title titel titre titulo título titolo tytuł заголовок название 标题 题名 篇名 タイトル 제목 primarytitle articletitle doctitle documenttitle displayname papertitle recordtitle titleprimary ti t1"
        ),
        (.originalTitle, "originaltitle translatedtitle titletranslated vernaculartitle tt"),
        (
            .authors,
            "authors author autor autoren auteur auteurs autores autori auteures verfasser verfasserin autorzy авторы автор 作者 著者 저자 authornames authorlist authornameslist firstauthors primaryauthors authorsprimary creator creators au a1"
        ),
        (.fullAuthors, "authorfull authorfullnames authorsfull authorfullname af"),
        (.editors, "editor editors herausgeber secondaryauthors editornames ed a2"),
        (.translators, "translator translators"),
        (.seriesEditors, "serieseditor serieseditors tertiaryauthors a3"),
        (.bookAuthors, "bookauthor bookauthors"),
        (
            .journal,
            "journal zeitschrift revue revista rivista czasopismo журнал 期刊 刊名 ジャーナル journaltitle journalname journalbook fulljournalname sourcetitle publicationtitle publicationname secondarytitle venue containertitle container booktitle hosttitle periodical t2 jo jf so"
        ),
        (
            .shortJournal,
            "journalabbreviation abbreviatedsourcetitle journalabbrev abbreviatedjournal isoabbreviation containertitleshort shortjournal ja j1 j2"
        ),
        (
            .year,
            "year jahr année annee ano año anno rok год 年 年份 出版年 pubyear publicationyear publishedyear yearpublished yearofpublication erscheinungsjahr py yr"
        ),
        (.month, "month monat mois mes publishedmonth publicationmonth pubmonth"),
        (.day, "day tag publishedday"),
        (
            .date,
            "date datum fecha publicationdate datepublished publisheddate pubdate publicationdateonline coverdate dateofpublication da"
        ),
        (.volume, "volume vol band jahrgang tome volumen tomo 卷 vl"),
        (.issue, "issue number heft ausgabe issuenumber issueno no nr numero número fascicolo 期 is"),
        (.pages, "pages page seiten seite páginas paginas pagine pp pagination pagerange medlinepgn 页码 pg"),
        (.firstPage, "pagestart startpage firstpage beginningpage startingpage pagesfrom sp bp"),
        (.lastPage, "pageend endpage lastpage endingpage pagesto ep"),
        (.articleNumber, "artno articlenumber articleno elocationid articleid c7"),
        (.doi, "doi doilink doiurl digitalobjectidentifier doinumber articledoi do di"),
        (.pmid, "pmid pubmedid medlineid medlinepmid pubmed pubmedpmid"),
        (.pmcid, "pmcid pmc pubmedcentralid"),
        (.arxiv, "arxiv arxivid arxivnumber"),
        (.openalex, "openalexid openalex"),
        (.issn, "issn issns eissn issnprint issnonline issnelectronic sn"),
        (.isbn, "isbn isbns eisbn"),
        (.publisher, "publisher verlag editorial editore herausgeberverlag 出版社 publishername pb"),
        (
            .place,
            "place ort placepublished placeofpublication publisherlocation publishercity publisherplace cityofpublication cy"
        ),
        (.url, "url urls link weblink webadresse adresse enlace lien externalurl webaddress ur"),
        (
            .abstract,
            "abstract abstracts abstractnote abstracttext zusammenfassung kurzfassung résumé resume resumen resumo riassunto abstrakt summary реферат аннотация 摘要 抄録 초록 notesabstract ab n2"
        ),
        (
            .language,
            "language languages sprache langue idioma lingua língua język язык 语言 languageoforiginaldocument originallanguage la"
        ),
        (
            .keywords,
            "keywords keyword schlagworte schlagwörter schlüsselwörter stichwörter motsclés motscles palabrasclave palavraschave parolechiave słowakluczowe ключевыеслова 关键词 キーワード authorkeywords indexkeywords keywordsplus manualtags automatictags meshterms kw"
        ),
        (.edition, "edition auflage edición edizione et"), (.version, "versionnumber"),
        (.series, "series seriestitle collectiontitle reihe tertiarytitle bookseriestitle t3"),
        (.event, "conferencename conferencetitle meetingname conference"),
        (.license, "license licence openaccesslicense"),
        (
            .citations,
            "citedby citedbycount timescited citationcount citingworkscount timescitedwoscore timescitedallDatabases"
        ),
        (.references, "referencecount referencescount citedreferencecount referencedworkscount"),
        (.funder, "funder funders funding fundingagency fundingorgs fundingorganizations"),
    ]
}

/// Tables of services and programs whose columns mean other things than their names say.
struct TableDialect: Sendable {
    /// As the report names it.
    let name: String
    /// Plain names of columns; a table that has all of them is of this dialect.
    let marks: [String]
    /// What columns mean, by their plain names; `nil` for those that mean nothing that the record has a place for.
    let columns: [String: TableField?]
    /// Whether authors without a semicolon are parted by commas: `Liu R., Adler D.G.`
    var hasCommaAuthors = false
    /// Whether names follow one another without a sign between them: `Jane DoeAdam B. Roe`.
    var hasGluedAuthors = false
    /// What all its records are, where no column says so.
    var type: String?

    static func of(_ plain: Set<String>) -> TableDialect? {
        all.first { $0.marks.allSatisfy(plain.contains) }
    }

    private static let all: [TableDialect] = [
        TableDialect(
            name: "Scopus", marks: ["eid", "sourcetitle"],
            columns: [
                "source": nil, "eid": .id, "publicationstage": nil, "openaccess": nil, "references": nil,
                "correspondenceaddress": nil,
            ], hasCommaAuthors: true),
        TableDialect(
            name: "Scopus", marks: ["sourcetitle", "citedby", "link", "documenttype"], columns: ["source": nil],
            hasCommaAuthors: true),
        TableDialect(
            name: "Web of Science", marks: ["pt", "au", "ti", "so", "ut"],
            columns: [
                "pt": nil, "dt": .type, "au": .authors, "af": .fullAuthors, "ba": .bookAuthors, "be": .editors,
                "ti": .title,
                "so": .journal, "se": .series, "ji": .shortJournal, "j9": nil, "py": .year, "pd": .month, "vl": .volume,
                "is": .issue, "bp": .firstPage, "ep": .lastPage, "ar": .articleNumber, "di": .doi, "d2": nil,
                "pm": .pmid,
                "sn": .issn, "ei": .issn, "bn": .isbn, "pu": .publisher, "pi": .place, "ab": .abstract, "la": .language,
                "de": .keywords, "id": .keywords, "ct": .event, "tc": .citations, "nr": .references, "ut": .id,
                "fu": nil, "da": nil, "pg": nil, "su": nil, "si": nil, "pn": nil, "cy": nil, "cl": nil, "sp": nil,
                "ho": nil, "ca": .authors,
            ]),
        TableDialect(
            name: "Web of Science", marks: ["publicationtype", "articletitle", "utuniquewosid"],
            columns: [
                "publicationtype": nil, "documenttype": .type, "utuniquewosid": .id, "authorfullnames": .fullAuthors,
                "bookeditors": .editors, "bookseriestitle": .series, "publicationdate": .month,
                "groupauthors": .authors,
                "numberofpages": nil, "doi": .doi, "doilink": .url, "bookdoi": nil,
                "journalisoabbreviation": .shortJournal,
                "sourcetitle": .journal, "timescitedalldatabases": nil, "source": nil,
            ]),
        TableDialect(
            name: "Embase", marks: ["title", "authornames", "emtreemedicalindexterms"],
            columns: Embase.columns, hasCommaAuthors: true),
        TableDialect(
            name: "Embase", marks: ["title", "authornames", "source"], columns: Embase.columns, hasCommaAuthors: true),
        TableDialect(
            name: "Dimensions", marks: ["publicationid", "pubyear", "sourcetitleanthologytitle"],
            columns: Dimensions.columns),
        TableDialect(
            name: "Dimensions", marks: ["publicationid", "title", "pubyear"], columns: Dimensions.columns),
        TableDialect(
            name: "Lens", marks: ["lensid", "title"],
            columns: [
                "lensid": .id, "references": nil, "source": nil, "sourceurls": nil, "externalurl": .url,
                "funding": .funder, "citingworkscount": .citations, "microsoftacademicid": nil,
            ]),
        TableDialect(
            name: "PubMed", marks: ["pmid", "title", "firstauthor", "journalbook"],
            columns: ["citation": nil, "createdate": nil, "nihmsid": nil, "pmid": .pmid], hasCommaAuthors: true),
        TableDialect(
            name: "Zotero", marks: ["key", "itemtype", "publicationyear", "author", "title"],
            columns: [
                "type": nil, "number": nil, "source": nil, "extra": .extra, "version": .version, "references": nil,
                "accessdate": nil, "rights": nil, "serieseditor": .seriesEditors, "seriesnumber": nil,
                "seriestext": nil,
                "section": nil, "publicationyear": .year,
            ]),
        TableDialect(
            name: "Rayyan", marks: ["key", "title", "year", "authors", "publisher", "location"],
            columns: ["location": .place, "pubmedid": .pmid, "pmcid": .pmcid, "notes": nil]),
        TableDialect(
            name: "Covidence", marks: ["title", "authors", "covidence"],
            columns: ["covidence": .id, "ref": nil, "study": nil, "accessionnumber": nil]),
        TableDialect(
            name: "ADS", marks: ["bibcode", "title"],
            columns: ["bibcode": .id, "pub": .journal, "bibstem": nil, "doctype": .type, "property": nil]),
        TableDialect(
            name: "OpenAlex", marks: ["id", "displayname", "publicationyear", "citedbycount"],
            columns: [
                "id": .openalex, "authorships": .authorships, "primarylocation": .location, "biblio": .biblio,
                "authorshipsauthordisplayname": .authors, "primarylocationsourcedisplayname": .journal,
                "primarylocationsourceissnl": .issn, "bibliovolume": .volume, "biblioissue": .issue,
                "bibliofirstpage": .firstPage, "bibliolastpage": .lastPage, "idspmid": .pmid, "idspmcid": .pmcid,
                "keywordsdisplayname": .keywords, "primarylocationlandingpageurl": .url, "abstractinvertedindex": nil,
                "keywords": nil, "locations": nil, "versions": nil, "ids": .identifiers,
                "primarylocationlicense": .license,
                "primarylocationversion": nil, "datasets": nil,
            ]),
        TableDialect(
            name: "ProQuest", marks: ["pubnumber", "doctitle", "schoolname"],
            columns: ["pubnumber": .id, "schoolname": .publisher, "degree": nil], type: "thesis"),
        TableDialect(
            name: "ProQuest", marks: ["storeid", "title"],
            columns: [
                "storeid": .id, "pubtitle": .journal, "documenttype": .type, "articletype": nil, "documenturl": .url,
                "subjectterms": .keywords, "subjects": .keywords, "languageofsummary": nil, "entrydate": nil,
            ]),
        TableDialect(
            name: "IEEE Xplore", marks: ["documenttitle", "dateaddedtoxplore"],
            columns: [
                "pdflink": .url, "articlecitationcount": .citations, "documentidentifier": .type, "license": nil,
                "onlinedate": nil, "issuedate": nil, "meetingdate": nil,
            ]),
        TableDialect(
            name: "EBSCO", marks: ["articletitle", "plink"],
            columns: ["plink": .url, "accessionnumber": .id, "subjects": .keywords, "pagecount": nil]),
        TableDialect(
            name: "ERIC", marks: ["publicationdateyear", "title"],
            columns: [
                "publicationdateyear": .year, "source": .journal, "description": .abstract, "subject": .keywords,
            ]),
        TableDialect(
            name: "SpringerLink", marks: ["itemtitle", "itemdoi"],
            columns: [
                "itemtitle": .title, "itemdoi": .doi, "journalvolume": .volume, "journalissue": .issue,
                "contenttype": .type,
            ], hasGluedAuthors: true),
        TableDialect(
            name: "Publish or Perish", marks: ["gsrank", "cites", "title"],
            columns: [
                "cites": .citations, "source": .journal, "articleurl": .url, "type": nil, "citationurl": nil,
            ], hasCommaAuthors: true),
        TableDialect(
            name: "Elicit", marks: ["title", "authors", "venue", "citationcount"],
            columns: ["venue": .journal, "doilink": nil], hasCommaAuthors: true),
        TableDialect(
            name: "ClinicalTrials.gov", marks: ["nctnumber", "studytitle"],
            columns: [
                "nctnumber": .id, "studytitle": .title, "studyurl": .url, "briefsummary": .abstract,
                "conditions": .keywords, "sponsor": .publisher, "startdate": .date,
            ], type: "trial-registration"),
    ]

    private enum Embase {
        static let columns: [String: TableField?] = [
            "source": .citation, "authornames": .authors, "sourcetitle": .journal, "sourcepublisher": .publisher,
            "publicationyear": .year, "publicationdate": .date, "dateofpublication": .date, "firstpage": .firstPage,
            "lastpage": .lastPage, "medlinepmid": .pmid, "embaseaccessionid": .id, "pui": .id, "openurllink": .openURL,
            "keywords": .keywords, "authorkeywords": .keywords, "emtreemedicalindexterms": nil,
            "publicationtype": .type,
            "sourcetype": nil, "conferencename": .event, "fulltextlink": nil, "embaselink": .url,
            "articlelanguage": .language, "summarylanguage": nil, "volume": .volume, "issue": .issue, "copyright": nil,
        ]
    }

    private enum Dimensions {
        static let columns: [String: TableField?] = [
            "publicationid": .id, "pubyear": .year, "sourcetitle": .journal, "sourcetitleanthologytitle": .journal,
            "booktitle": .journal, "publicationdate": .date, "publicationdateonline": nil, "publicationdateprint": nil,
            "dimensionsurl": nil, "sourcelinkout": .url, "timescited": .citations, "funder": .funder, "source": nil,
            "meshterms": .keywords, "publicationtype": .type, "documenttype": nil, "anthologytitle": nil, "rank": nil,
        ]
    }
}
