#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A parser with its buffers; reused from document to document, never shared by two threads at once.
typedef struct ibid_json_parser ibid_json_parser;

ibid_json_parser *ibid_json_parser_create(size_t max_depth);
void ibid_json_parser_destroy(ibid_json_parser *parser);

/// Parses `length` bytes, behind which 64 readable bytes of any value must follow.
/// Returns simdjson's error code, 0 for success. On success `tape` and `strings` point into the parser
/// until its next call: the tape as simdjson's doc/tape.md describes it; a string is a 32-bit length,
/// its bytes (valid UTF-8, escapes resolved) and a NUL.
int ibid_json_parse(ibid_json_parser *parser, const uint8_t *bytes, size_t length, const uint64_t **tape,
                    const uint8_t **strings);

/// simdjson's sentence for an error code; static storage.
const char *ibid_json_error(int code);

/// Whether the bytes are well-formed UTF-8.
bool ibid_utf8_is_valid(const uint8_t *bytes, size_t length);

#ifdef __cplusplus
}
#endif
