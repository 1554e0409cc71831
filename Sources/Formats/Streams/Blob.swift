internal import CISAL

/// Compresses blobs of some kilobytes to gzip members, at about 400 MB/s; one thread's tool, its buffers are reused.
///
/// Blobs that gain little stay as they are: a blob that begins with gzip's magic number is compressed, any other is not.
/// The format is gzip's so that whoever owns the file can read it with any tool.
public final class BlobCompressor {
    private let stream = UnsafeMutablePointer<isal_zstream>.allocate(capacity: 1)
    private var scratch: [UInt8] = []

    /// Shorter blobs stay as they are: the code table alone takes some hundred bytes.
    public static let shortest = 1024

    public init() { isal_deflate_stateless_init(stream) }

    deinit { stream.deallocate() }

    public func compress(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        if bytes.count < Self.shortest, !bytes.starts(with: gzipMagic) { return Array(bytes) }
        // What deflate cannot shrink it stores, in blocks of 64 KB with a head each.
        let bound = bytes.count + bytes.count / 8192 * 5 + 1024
        if scratch.count < bound { scratch = [UInt8](repeating: 0, count: bound * 2) }
        isal_deflate_stateless_init(stream)
        stream.pointee.end_of_stream = 1
        stream.pointee.gzip_flag = UInt16(IGZIP_GZIP)
        stream.pointee.hufftables = CodeTable.ofRecords.table
        stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
        stream.pointee.avail_in = UInt32(clamping: bytes.count)
        return scratch.withUnsafeMutableBufferPointer { buffer in
            stream.pointee.next_out = buffer.baseAddress
            stream.pointee.avail_out = UInt32(clamping: buffer.count)
            let status = isal_deflate_stateless(stream)
            precondition(status == COMP_OK, "deflate fits into its bound")
            return Array(UnsafeBufferPointer(rebasing: buffer[..<Int(stream.pointee.total_out)]))
        }
    }
}

private let gzipMagic: [UInt8] = [0x1F, 0x8B]

/// Huffman codes for the text of records, made once from a specimen: at the fastest level the codes are fixed, and those
/// made for such text save a tenth over the library's own.
private struct CodeTable: @unchecked Sendable {
    let table: UnsafeMutablePointer<isal_hufftables>

    static let ofRecords = CodeTable()

    private init() {
        table = .allocate(capacity: 1)
        let histogram = UnsafeMutablePointer<isal_huff_histogram>.allocate(capacity: 1)
        defer { histogram.deallocate() }
        histogram.initialize(to: .init())
        var text = Self.specimen
        text.withUTF8 { bytes in
            isal_update_histogram(
                UnsafeMutablePointer(mutating: bytes.baseAddress), Int32(bytes.count), histogram)
        }
        precondition(isal_create_hufftables(table, histogram) == 0, "any histogram gives a code")
    }

    private static let specimen = """
        {"indexed":{"date-parts":[[2024,5,17]],"date-time":"2024-05-17T09:41:26Z","timestamp":1715938886000},\
        "reference-count":48,"publisher":"Wiley","issue":"6","license":[{"start":{"date-parts":[[2019,6,3]],\
        "date-time":"2019-06-03T00:00:00Z","timestamp":1559520000000},"content-version":"vor","delay-in-days":0,\
        "URL":"http://creativecommons.org/licenses/by/4.0/"}],"content-domain":{"domain":[],\
        "crossmark-restriction":false},"short-container-title":["J. Clin. Invest."],"DOI":"10.1172/jci125534",\
        "type":"journal-article","created":{"date-parts":[[2019,5,13]],"date-time":"2019-05-13T12:00:21Z"},\
        "page":"2480-2484","source":"Crossref","is-referenced-by-count":35,"title":["Heroin addiction engages negative \
        emotional learning brain circuits in rats"],"prefix":"10.1172","volume":"129","author":[{"given":"Stephanie A.",\
        "family":"Carmack","sequence":"first","affiliation":[{"name":"Department of Neuroscience, University of \
        California, San Diego"}],"ORCID":"http://orcid.org/0000-0002-1825-0097","authenticated-orcid":false},\
        {"given":"Robin J.","family":"Keeley","sequence":"additional","affiliation":[]}],"member":"3201",\
        "reference":[{"key":"B1","doi-asserted-by":"publisher","first-page":"1263","DOI":"10.1016/j.neuron.2015.02.011",\
        "article-title":"The effects of stress on memory in patients with depression: a review of the results",\
        "volume":"85","author":"Koob","year":"2015","journal-title":"Neuropsychopharmacology"},{"key":"ref8",\
        "unstructured":"Miller, R., Wang, L., Müller, K.: Analysis and measurement of models for the detection of human \
        cell structure. J. Mol. Biol. 42(3), 115–128 (1998)"}],"container-title":["The Journal of Clinical \
        Investigation"],"language":"en","link":[{"URL":"https://www.jci.org/articles/view/125534/pdf",\
        "content-type":"application/pdf","intended-application":"similarity-checking"}],"ISSN":["0021-9738","1558-8238"],\
        "abstract":"<jats:p>We measured the response of the system to changes in temperature and found that the second \
        group, which had not been exposed, showed a higher rate of survival (p = 0.03) than was expected from earlier \
        studies of this kind.</jats:p>","subject":["General Medicine"]}
        """
}

/// Undoes `BlobCompressor`; one thread's tool.
public final class BlobDecompressor {
    private let state = UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)

    public init() {}

    deinit { state.deallocate() }

    /// - Parameter limit: Most bytes that may come out.
    /// - Throws: `SyntaxError` where the bytes are damaged, or hold more than `limit`.
    public func decompress(_ bytes: UnsafeRawBufferPointer, limit: Int = 256 << 20) throws -> [UInt8] {
        guard bytes.starts(with: gzipMagic) else { return Array(bytes) }
        guard bytes.count >= 18 else { throw SyntaxError("a compressed blob is cut off") }
        // gzip ends with the length of what it holds.
        let claimed = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: bytes.count - 4, as: UInt32.self)))
        // Deflate shrinks at most to a 1032nd.
        guard claimed <= min(limit, bytes.count * 1032) else {
            throw SyntaxError("a compressed blob is damaged or too large")
        }
        isal_inflate_init(state)
        state.pointee.crc_flag = UInt32(ISAL_GZIP)
        state.pointee.next_in = UnsafeMutablePointer(
            mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
        state.pointee.avail_in = UInt32(clamping: bytes.count)
        var isWhole = false
        let result = [UInt8](unsafeUninitializedCapacity: claimed) { buffer, count in
            state.pointee.next_out = buffer.baseAddress
            state.pointee.avail_out = UInt32(claimed)
            let status = isal_inflate_stateless(state)
            isWhole = status == ISAL_DECOMP_OK && state.pointee.total_out == UInt32(claimed)
            count = isWhole ? claimed : 0
        }
        guard isWhole else { throw SyntaxError("a compressed blob is damaged") }
        return result
    }

    public func decompress(_ bytes: [UInt8], limit: Int = 256 << 20) throws -> [UInt8] {
        try bytes.withUnsafeBytes { try decompress($0, limit: limit) }
    }
}
