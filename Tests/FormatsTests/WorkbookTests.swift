import Formats
import Foundation
import TestSupport
import Testing

@Suite("A workbook")
struct WorkbookTests {
    /// Two sheets, the first empty; the second has a line of words, a header, numbers, dates, texts in two faces and gaps.
    static let packed = """
        UEsDBBQAAAAIAJEBdl1Gx01IlQAAAM0AAAAQAAAAZG9jUHJvcHMvYXBwLnhtbE3PTQvCMAwG4L9SdreZih6kDkQ9ip68zy51hbYpbYT67+0EP2\
        55ecgboi6JIia2mEXxLuRtMzLHDUDWI/o+y8qhiqHke64x3YGMsRoPpB8eA8OibdeAhTEMOMzit7Dp1C5GZ3XPlkJ3sjpRJsPiWDQ6sScfq9wc\
        ChDneiU+ixNLOZcrBf+LU8sVU57mym/8ZAW/B7oXUEsDBBQAAAAIAJEBdl2OHJEF6gAAAMsBAAARAAAAZG9jUHJvcHMvY29yZS54bWylkcFOwz\
        AMhl9l6r11k4odoiwXEKdNQmISiFuUeFtFk0aJUbu3Jy1bB4Ibx/j//NlWpAnC9BGfYh8wUotpNbrOJ2HCpjgRBQGQzAmdTlUmfA4PfXSa8jMe\
        IWjzro8IvK7X4JC01aRhEpZhMRYXpTWLMnzEbhZYA9ihQ08JWMXgxhJGl/5smJOFHFO7UMMwVEMzc3kjBq+77fO8fNn6RNobLJS0RpiImvqopo\
        vCeewkfCvKy+yvAtpVniDoHHBTXJOX5v5h/1goXvN1yVjJ+b6uBeOiuXubXD/6b0LX2/bQ/sN4FSgJv/5NfQJQSwMEFAAAAAgAkQF2XZlcnCMQ\
        BgAAnCcAABMAAAB4bC90aGVtZS90aGVtZTEueG1s7Vpbc9o4FH7vr9B4Z/ZtC8Y2gba0E3Npdtu0mYTtTh+FEViNbHlkkYR/v0c2EMuWDe2STb\
        qbPAQs6fvORUfn6Dh58+4uYuiGiJTyeGDZL9vWu7cv3uBXMiQRQTAZp6/wwAqlTF61WmkAwzh9yRMSw9yCiwhLeBTL1lzgWxovI9bqtNvdVoRp\
        bKEYR2RgfV4saEDQVFFab18gtOUfM/gVy1SNZaMBE1dBJrmItPL5bMX82t4+Zc/pOh0ygW4wG1ggf85vp+ROWojhVMLEwGpnP1Zrx9HSSICCyX\
        2UBbpJ9qPTFQgyDTs6nVjOdnz2xO2fjMradDRtGuDj8Xg4tsvSi3AcBOBRu57CnfRsv6RBCbSjadBk2PbarpGmqo1TT9P3fd/rm2icCo1bT9Nr\
        d93TjonGrdB4Db7xT4fDronGq9B062kmJ/2ua6TpFmhCRuPrehIVteVA0yAAWHB21szSA5ZeKfp1lBrZHbvdQVzwWO45iRH+xsUE1mnSGZY0Rn\
        KdkAUOADfE0UxQfK9BtorgwpLSXJDWzym1UBoImsiB9UeCIcXcr/31l7vJpDN6nX06zmuUf2mrAaftu5vPk/xz6OSfp5PXTULOcLwsCfH7I1th\
        hyduOxNyOhxnQnzP9vaRpSUyz+/5CutOPGcfVpawXc/P5J6MciO73fZYffZPR24j16nAsyLXlEYkRZ/ILbrkETi1SQ0yEz8InYaYalAcAqQJMZ\
        ahhvi0xqwR4BN9t74IyN+NiPerb5o9V6FYSdqE+BBGGuKcc+Zz0Wz7B6VG0fZVvNyjl1gVAZcY3zSqNSzF1niVwPGtnDwdExLNlAsGQYaXJCYS\
        qTl+TUgT/iul2v6c00DwlC8k+kqRj2mzI6d0Js3oMxrBRq8bdYdo0jx6/gX5nDUKHJEbHQJnG7NGIYRpu/AerySOmq3CEStCPmIZNhpytRaBtn\
        GphGBaEsbReE7StBH8Waw1kz5gyOzNkXXO1pEOEZJeN0I+Ys6LkBG/HoY4SprtonFYBP2eXsNJweiCy2b9uH6G1TNsLI73R9QXSuQPJqc/6TI0\
        B6OaWQm9hFZqn6qHND6oHjIKBfG5Hj7lengKN5bGvFCugnsB/9HaN8Kr+ILAOX8ufc+l77n0PaHStzcjfWfB04tb3kZuW8T7rjHa1zQuKGNXcs\
        3Ix1SvkynYOZ/A7P1oPp7x7frZJISvmlktIxaQS4GzQSS4/IvK8CrECehkWyUJy1TTZTeKEp5CG27pU/VKldflr7kouDxb5OmvoXQ+LM/5PF/n\
        tM0LM0O3ckvqtpS+tSY4SvSxzHBOHssMO2c8kh22d6AdNfv2XXbkI6UwU5dDuBpCvgNtup3cOjiemJG5CtNSkG/D+enFeBriOdkEuX2YV23n2N\
        HR++fBUbCj7zyWHceI8qIh7qGGmM/DQ4d5e1+YZ5XGUDQUbWysJCxGt2C41/EsFOBkYC2gB4OvUQLyUlVgMVvGAyuQonxMjEXocOeXXF/j0ZLj\
        26ZltW6vKXcZbSJSOcJpmBNnq8reZbHBVR3PVVvysL5qPbQVTs/+Wa3InwwRThYLEkhjlBemSqLzGVO+5ytJxFU4v0UzthKXGLzj5sdxTlO4En\
        a2DwIyubs5qXplMWem8t8tDAksW4hZEuJNXe3V55ucrnoidvqXd8Fg8v1wyUcP5TvnX/RdQ65+9t3j+m6TO0hMnHnFEQF0RQIjlRwGFhcy5FDu\
        kpAGEwHNlMlE8AKCZKYcgJj6C73yDLkpFc6tPjl/RSyDhk5e0iUSFIqwDAUhF3Lj7++TaneM1/osgW2EVDJk1RfKQ4nBPTNyQ9hUJfOu2iYLhd\
        viVM27Gr4mYEvDem6dLSf/217UPbQXPUbzo5ngHrOHc5t6uMJFrP9Y1h75Mt85cNs63gNe5hMsQ6R+wX2KioARq2K+uq9P+SWcO7R78YEgm/zW\
        26T23eAMfNSrWqVkKxE/Swd8H5IGY4xb9DRfjxRiraaxrcbaMQx5gFjzDKFmON+HRZoaM9WLrDmNCm9B1UDlP9vUDWj2DTQckQVeMZm2NqPkTg\
        o83P7vDbDCxI7h7Yu/AVBLAwQUAAAACACSAXZdKDLabBQBAADSAQAAGAAAAHhsL3dvcmtzaGVldHMvc2hlZXQxLnhtbE1Ry27DIBD8FYsPCE6l\
        PhTZltJUVXuoFKVqe8bx2kYBlsK6bv++gGMnJ2Z2d4ZZKEZ0J98DUParlfEl64nshnN/7EELv0ILJnRadFpQoK7j3joQTRJpxW/y/I5rIQ2ril\
        Tbu6rAgZQ0sHeZH7QW7u8RFI4lW7O5cJBdT6nAq8KKDt6BPmwQBMoXn0ZqMF6iyRy0JduuN9tJkSY+JYz+CmdxmRrxFMlrU7I8ZgIFR4oWIhw/\
        sAOlolNI8n02ZZdLo/Iaz/bPaf8QrxYedqi+ZEN9yR5Y1kArBkUHHF/gvNPtJeKTIDH7TTju+iZcJ43PFLRhPl/dB4WbxBMhtOltaiRCnWAf3h\
        xcHAj9FpEWEsMv31j9A1BLAwQUAAAACACSAXZd4Gk4zm0CAABIBgAAGAAAAHhsL3dvcmtzaGVldHMvc2hlZXQyLnhtbH1V227iMBD9FSsPfarI\
        pcByCZGgLdquVLWie9E+mmRIrDp21jZQ/n7HTklDN1kkxNg+53h87Bnio1SvugAw5K3kQi+8wphq5vs6LaCkeiArELiyk6qkBocq93WlgGaOVH\
        I/CoKxX1ImvCR2c88qieXecCbgWRG9L0uqTivg8rjwQu88sWF5YdyEn8QVzeEFzI8KCTj0G52MlSA0k4Io2C28ZThbjx3DIX4yOOpWTOxhtlK+\
        2sFDtvACmxNwSI2VoPhzgFvg3CphJn/eRb2PTS2zHZ/l1+78mN6WariV/BfLTLHwJh7JYEf33Gzk8Su8n2n0keIdNTSJlTwSZQ+bxKkN7JYIZM\
        Ka9GIUzjPcySTLLTpHTAEkQ+KMwFsllYGMbE+koCKLfYPZWayf4hd1G/GoEY96xL8zw+FSwRFWfYTl3hRS6Q7KbR/lN1DVgb/rw6M/XSnd9+Kf\
        Hjrg6z74E77e/3h203h20yPwyFIgV7Ss5uSKmzm+xqvczLtM7FO4k3BNvlEBc7Kx4YalBVVZl6m1hC2kQxIF4TT2D20PcVm7imlAw5vRZHKJuu\
        /LIwwGI/z4b2GXgTVr61TDRvHCrGFj1rBzCyxX10RmuqIpLDzsEhrUAbzkSZB6T+VQylY2IwfKz/XvuymT3A9IKjlrg3skSY5ZmaJBfnJyeOFk\
        FHxycuicjC6cnEzRoHE0uoSuhy1jgm5jxmdjVuO+Zyj46ZrU5dR18eNWJuF0+vni+2RfKsVETmrGv4/cb3Ug22EfqcqZ0ITDDuWCwRfsU6puWf\
        XAyMrdyFYaI0sXFtjpQVkAru+kNM3AXlvz55H8BVBLAwQUAAAACACSAXZd8cJMAIYCAAB7CwAADQAAAHhsL3N0eWxlcy54bWzdVkuP2jAQ/itR\
        7tsAKRFZEQ6NhFSprVbaPfRqsEMs+ZE6zgr66+uxvRB2maxatZcGIY/n8zdvE9a9PQn22DJmk6MUqq/S1truPsv6fcsk6T/ojimHNNpIYt3WHL\
        K+M4zQHkhSZIvZrMgk4SrdrNUgt9L2yV4Pylbp4qxKwvKZVum8+JgmwVytKavSk3vupLyjNE2ym4QlRkjaeynv+94Ts+h9s260ugQxT4PCWSaS\
        Jc9EVGlNBN8Z7mkNkVycgn7hNXsttEmsy58BHVT9z3BgHrdQnGhLcqVNCCC48QtEwYW4KgUoNuuOWMuM2rpNIHntWyzKT6fORXEw5DRfLNMRwy\
        /OzU4bysxVukG1WQvWWGAYfmi9YHUHy05bqyVIlJODViRE8kKLgrO9Z0I8woR8b64cHJtRf2bQHXUWXVRRDGbiBhyMzQXjI7v5n9nt+LO2nwaX\
        kPL7H4O27MGwhh/9/thcArgyH+fwXzpY/nUHWSzaqDVXjTlrExj2Kv0G10aMbOwGLixXcddySpl62x9n35Kd+2G4cuBOUdaQQdinM1ilF/kro3\
        yQ5fnUAyQWT13kLzCM8+Jy05wzrig7MlrHrTnsvJg4wbmNj2e8hrb+QSCUFUAEAhD1hYaBsgIP9fU/5rXC8wogGuHqNrTCWSucFXg3odp/UF8I\
        q3QPknJZ5nlRoOWt69th1GgNiwK+iEE0QuCgvsDb71Z+YgAmxuad2UC7PDk2aMoTI4qmPFF5gJAaAqcskQFAfQEHbQo6URAE4gtGDWHlOfQZjR\
        C95hNQWaIQDCkyvUWBFaqAD9Iv9BLleVkiEIBIGHmOQnBhJyA0DAgEhfI8vEhfvc+yl/dcdvm7vfkFUEsDBBQAAAAIAJIBdl23R+uKwAAAABYC\
        AAALAAAAX3JlbHMvLnJlbHOdkktuAjEMQK8SZV9MqcQCMazYsEOIC7iJ56OZxJFjxPT2jdjAIGgRS/+eni2vDzSgdhxz26VsxjDEXNlWNa0Asm\
        spYJ5xolgqNUtALaE0kND12BAs5vMlyC3Dbta3THP8SfQKkeu6c7RldwoU9QH4rsOaI0pDWtlxgDNL/83czwrUmp2vrOz8pzXwpszz9SCQokdF\
        cCz0kaRMi3aUrz6e3b6k86VjYrR43+j/89CoFD35v50wpYnS10UJJm+w+QVQSwMEFAAAAAgAkgF2Xc0Df7lEAQAAaAIAAA8AAAB4bC93b3JrYm\
        9vay54bWyNkd1OwzAMhV+lygPQroJJTCs3jJ9JCNCGdp827motiavE3dienqRVoRIS4ir1sf31nGR5IncoiQ7Jp9HWL1whGuZ2kaa+asBIf0Ut\
        2NCryRnJoXT7lOoaK1hR1RmwnOZZNk8daMlI1jfYejHQ/sPyrQOpfAPARg8oI9GKu+Xo7N0l6bQihir+KapR2SGc/M9ALJMjeixRI58L0X9rEI\
        lBiwYvoAqRicQ3dHomhxeyLPW2cqR1IWZDYweOsfolb6PND1n6XmFZbmLmQsyzAKzRee4ner4MJo8QhoeqY3pEzeBWkuHJUdei3feYECOd5Oiv\
        YjwTKw0U4sG0fI4WgrRWgx0OnEk4t8DQcGs1EKfbG6jIKT/Zz//YzwdHow0FNVpQr4HkYyNcShVeJB69k/z6ZnYbwnda3wftzb6QVN+5xke5+w\
        JQSwMEFAAAAAgAkgF2Xateci60AAAAjQIAABoAAAB4bC9fcmVscy93b3JrYm9vay54bWwucmVsc8WSTQqDMBBGrxJyAEdt6aKoq27cFi8QdPzB\
        xITMlOrtK7pQoYtupKvwTcj7HkySJ2rFnR2o7RyJ0eiBUtkyuzsAlS0aRYF1OMw3tfVG8Rx9A06VvWoQ4jC8gd8zZJbsmaKYHP5CtHXdlfiw5c\
        vgwF/A8La+pxaRpSiUb5BTCaPexgTLEQUzWYq8SqXPq0gK+LdRfDCKzzQinjTSprPmQ//lzH6e3+JWv8R1eFzLdZGAw+/LPlBLAwQUAAAACACS\
        AXZdpeEbWB8BAABgBAAAEwAAAFtDb250ZW50X1R5cGVzXS54bWzFVMtOwzAQ/JXI1yp26YEDanqhXKEHfsAkm8aKX/JuS/r3bBJaCVRaqiBxiR\
        Xv7Mx4x/Ly9RABs85Zj4VoiOKDUlg24DTKEMFzpQ7JaeLftFVRl63eglrM5/eqDJ7AU049h1gt11DrnaXsqeNtNMEXIoFFkT2OwF6rEDpGa0pN\
        XFd7X31TyT8VJHcOGGxMxBkDRKbOSgylHxWOjS97SMlUkG10omftGKY6q5AOFlBe5jjjMtS1KaEK5c5xi8SYQFfYAJCzciSdXZEmHjKM37vJBg\
        aai4oM3aQQkVNLcLveMZa+O49MBInMlUOeJJl78gmhT7yC6rfiPOH3kNohE1TDMn3MX3M+8d9qZPGfRt5CaP/6wverdNr4kwE1PCyrD1BLAQIU\
        AxQAAAAIAJEBdl1Gx01IlQAAAM0AAAAQAAAAAAAAAAAAAACAAQAAAABkb2NQcm9wcy9hcHAueG1sUEsBAhQDFAAAAAgAkQF2XY4ckQXqAAAAyw\
        EAABEAAAAAAAAAAAAAAIABwwAAAGRvY1Byb3BzL2NvcmUueG1sUEsBAhQDFAAAAAgAkQF2XZlcnCMQBgAAnCcAABMAAAAAAAAAAAAAAIAB3AEA\
        AHhsL3RoZW1lL3RoZW1lMS54bWxQSwECFAMUAAAACACSAXZdKDLabBQBAADSAQAAGAAAAAAAAAAAAAAAgIEdCAAAeGwvd29ya3NoZWV0cy9zaG\
        VldDEueG1sUEsBAhQDFAAAAAgAkgF2XeBpOM5tAgAASAYAABgAAAAAAAAAAAAAAICBZwkAAHhsL3dvcmtzaGVldHMvc2hlZXQyLnhtbFBLAQIU\
        AxQAAAAIAJIBdl3xwkwAhgIAAHsLAAANAAAAAAAAAAAAAACAAQoMAAB4bC9zdHlsZXMueG1sUEsBAhQDFAAAAAgAkgF2XbdH64rAAAAAFgIAAA\
        sAAAAAAAAAAAAAAIABuw4AAF9yZWxzLy5yZWxzUEsBAhQDFAAAAAgAkgF2Xc0Df7lEAQAAaAIAAA8AAAAAAAAAAAAAAIABpA8AAHhsL3dvcmti\
        b29rLnhtbFBLAQIUAxQAAAAIAJIBdl2rXnIutAAAAI0CAAAaAAAAAAAAAAAAAACAARURAAB4bC9fcmVscy93b3JrYm9vay54bWwucmVsc1BLAQ\
        IUAxQAAAAIAJIBdl2l4RtYHwEAAGAEAAATAAAAAAAAAAAAAACAAQESAABbQ29udGVudF9UeXBlc10ueG1sUEsFBgAAAAAKAAoAhAIAAFETAAAA\
        AA==
        """

    static func bytes() throws -> [UInt8] { [UInt8](try #require(Data(base64Encoded: packed))) }

    @Test("gives the rows of its first sheet that has any, with dates and gaps")
    func reads() throws {
        let book = try Workbook(Self.bytes())
        #expect(book.sheet == "Records")
        #expect(
            book.rows.map(\.fields) == [
                ["About the data: exported by hand"],
                ["Title", "Authors", "Year", "Date", "DOI", "Open"],
                ["Mice & <men>", "Doe, Jane; Roe, Richard", "2019", "2019-05-03", "10.5555/x1", "true"],
                ["On E. coli growth", "", "2020", "2020-02-29T13:30:00", "", "false"],
                ["", "Only, Author", "1999", "Spring 1999"],
            ])
        #expect(book.rows.map(\.line) == [1, 2, 3, 4, 6])
    }

    @Test("is read from a file, too")
    func readsFile() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "book.xlsx")
            try Data(Self.bytes()).write(to: file)
            #expect(try Workbook(path: file.path).rows.count == 5)
        }
    }

    @Test("that is cut off or damaged is an error, never a trap", arguments: 0..<60 as Range<UInt64>)
    func damage(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var bytes = try Self.bytes()
        if seed.isMultiple(of: 2) {
            bytes.removeLast(Int.random(in: 1...bytes.count, using: &random))
        } else {
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
        }
        do {
            let book = try Workbook(bytes)
            #expect(book.rows.allSatisfy { $0.fields.count <= CSVReader.mostFields })
        } catch {
            #expect(error is SyntaxError)
        }
    }

    @Test("is no other zip file")
    func otherZip() throws {
        let zip = Zip.file([("a.txt", Array("words".utf8))])
        #expect(ZipArchive.recognizes(zip))
        #expect(throws: SyntaxError("a zip file that is no workbook")) { try Workbook(zip) }
        let archive = try ZipArchive(zip)
        #expect(!Workbook.recognizes(archive))
        #expect(try archive.contents(of: #require(archive.entry("A.TXT")), limit: 10) == Array("words".utf8))
        #expect(throws: SyntaxError.self) { try archive.contents(of: #require(archive.entry("a.txt")), limit: 4) }
    }

    @Test("whose parts claim more than they can hold is refused before anything is unpacked")
    func bomb() throws {
        var zip = Zip.file([("xl/workbook.xml", Array("<workbook/>".utf8))])
        // The directory's claim of what is unpacked: a gigabyte, packed by deflate.
        let directory = try #require(zip.indices.first { zip[$0...].starts(with: [0x50, 0x4B, 0x01, 0x02]) })
        zip[directory + 10] = 8
        zip.replaceSubrange(directory + 24..<directory + 28, with: [0, 0, 0, 0x10])
        let error = #expect(throws: SyntaxError.self) { try Workbook(zip) }
        #expect(error?.what == "\"xl/workbook.xml\" in the zip file claims more than it can hold")
    }

    @Test(
        "shows numbers as its formats say",
        arguments: [
            ("<c s='1'><v>43588</v></c>", "2019-05-03"), ("<c s='2'><v>43588.25</v></c>", "2019-05-03T06:00:00"),
            ("<c s='3'><v>0.5</v></c>", "0.5"), ("<c s='1'><v>60</v></c>", "1900-02-29"),
            ("<c s='1'><v>1</v></c>", "1900-01-01"), ("<c s='1'><v>-4</v></c>", "-4"),
            ("<c><v>2019.0000000000002</v></c>", "2019"),
            ("<c><v>1E3</v></c>", "1000"), ("<c t='b'><v>1</v></c>", "true"), ("<c t='e'><v>#REF!</v></c>", ""),
            ("<c t='str'><v> a b </v></c>", " a b "), ("<c t='s'><v>99</v></c>", ""),
            ("<c t='inlineStr'><is><t>x &amp;lt; _x0041_</t></is></c>", "x &lt; A"),
            ("<c t='inlineStr'><is><r><t>漢</t></r><rPh><t>kan</t></rPh><r><t> 字</t></r></is></c>", "漢 字"),
        ])
    func cells(cell: String, expected: String) throws {
        let zip = Zip.file([
            ("xl/workbook.xml", Array("<workbook><sheets><sheet name='S' id='r1'/></sheets></workbook>".utf8)),
            (
                "xl/styles.xml",
                Array(
                    """
                    <styleSheet><numFmts><numFmt numFmtId='170' formatCode='yyyy\\-mm\\-dd "d" hh:mm'/></numFmts>\
                    <cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='170'/><xf numFmtId='20'/></cellXfs></styleSheet>
                    """.utf8)
            ),
            (
                "xl/worksheets/sheet1.xml",
                Array("<worksheet><sheetData><row><c r='A1'><v>1</v></c>\(cell)</row></sheetData></worksheet>".utf8)
            ),
        ])
        let row = try Workbook(zip).rows.first?.fields ?? []
        #expect((row.count > 1 ? row[1] : "") == expected)
    }
}

/// Writes zip files of stored entries.
enum Zip {
    static func file(_ parts: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        func u16(_ number: Int) -> [UInt8] { [UInt8(number & 255), UInt8(number >> 8 & 255)] }
        func u32(_ number: Int) -> [UInt8] { u16(number & 0xFFFF) + u16(number >> 16) }
        var out: [UInt8] = []
        var directory: [UInt8] = []
        for (name, bytes) in parts {
            let sizes = u32(bytes.count) + u32(bytes.count)
            let offset = out.count
            out += [0x50, 0x4B, 3, 4] + u16(20) + u16(0) + u16(0) + u32(0) + u32(0) + sizes
            out += u16(name.utf8.count) + u16(0) + Array(name.utf8) + bytes
            directory += [0x50, 0x4B, 1, 2] + u16(20) + u16(20) + u16(0) + u16(0) + u32(0) + u32(0) + sizes
            directory +=
                u16(name.utf8.count) + u16(0) + u16(0) + u16(0) + u16(0) + u32(0) + u32(offset) + Array(name.utf8)
        }
        let start = out.count
        return out + directory + [0x50, 0x4B, 5, 6] + u16(0) + u16(0) + u16(parts.count) + u16(parts.count)
            + u32(directory.count) + u32(start) + u16(0)
    }
}
