#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A document with its nodes; reused from text to text, never shared by two threads at once.
typedef struct ibid_xml_document ibid_xml_document;
/// An element, a text, or nothing (null). Lives until its document parses again.
typedef const void *ibid_xml_node;
typedef const void *ibid_xml_attribute;

ibid_xml_document *ibid_xml_document_create(void);
void ibid_xml_document_destroy(ibid_xml_document *document);

/// Parses `length` bytes, whose encoding is told by a byte order mark or the declaration (UTF-8, UTF-16, UTF-32,
/// ISO-8859-1). Document type definitions are passed over: no entity of theirs is known, nothing is fetched.
/// Returns null for success, else pugixml's sentence, and where the text broke; what came before it stays readable.
const char *ibid_xml_parse(ibid_xml_document *document, const uint8_t *bytes, size_t length, size_t *offset);

ibid_xml_node ibid_xml_root(const ibid_xml_document *document);
ibid_xml_node ibid_xml_first_child(ibid_xml_node node);
ibid_xml_node ibid_xml_next_sibling(ibid_xml_node node);
ibid_xml_node ibid_xml_parent(ibid_xml_node node);
/// 1 for an element, 2 for text or CDATA, 0 for anything else.
int ibid_xml_kind(ibid_xml_node node);
/// Names and values are UTF-8, entities resolved, never null.
const char *ibid_xml_name(ibid_xml_node node);
const char *ibid_xml_value(ibid_xml_node node);

ibid_xml_attribute ibid_xml_first_attribute(ibid_xml_node node);
ibid_xml_attribute ibid_xml_next_attribute(ibid_xml_attribute attribute);
const char *ibid_xml_attribute_name(ibid_xml_attribute attribute);
const char *ibid_xml_attribute_value(ibid_xml_attribute attribute);

/// Bytes of the text before a node's name or value; negative where it is not known.
ptrdiff_t ibid_xml_offset(ibid_xml_node node);

/// Writes a node as XML, piece by piece.
void ibid_xml_write(ibid_xml_node node, void *context, void (*write)(void *context, const void *bytes, size_t count));

#ifdef __cplusplus
}
#endif
