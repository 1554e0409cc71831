#include "SimdJSONShim.h"

#include <new>
#include <simdjson.h>

struct ibid_json_parser {
    simdjson::dom::parser parser;
    size_t max_depth;
};

extern "C" ibid_json_parser *ibid_json_parser_create(size_t max_depth) {
    auto *made = new (std::nothrow) ibid_json_parser;
    if (made) made->max_depth = max_depth;
    return made;
}

extern "C" void ibid_json_parser_destroy(ibid_json_parser *parser) { delete parser; }

extern "C" int ibid_json_parse(ibid_json_parser *parser, const uint8_t *bytes, size_t length, const uint64_t **tape,
                               const uint8_t **strings) {
    if (parser->parser.capacity() < length || parser->parser.max_depth() != parser->max_depth) {
        auto error = parser->parser.allocate(length < 65536 ? 65536 : length + length / 2, parser->max_depth);
        if (error) return static_cast<int>(error);
    }
    auto result = parser->parser.parse(bytes, length, false);
    if (result.error()) return static_cast<int>(result.error());
    *tape = parser->parser.doc.tape.get();
    *strings = parser->parser.doc.string_buf.get();
    return 0;
}

extern "C" const char *ibid_json_error(int code) {
    return simdjson::error_message(static_cast<simdjson::error_code>(code));
}

extern "C" bool ibid_utf8_is_valid(const uint8_t *bytes, size_t length) {
    return simdjson::validate_utf8(reinterpret_cast<const char *>(bytes), length);
}
