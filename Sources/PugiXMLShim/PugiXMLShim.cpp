#include "PugiXMLShim.h"

#include <new>
#include <pugixml.hpp>

struct ibid_xml_document {
    pugi::xml_document document;
};

static pugi::xml_node node(ibid_xml_node raw) {
    return pugi::xml_node(static_cast<pugi::xml_node_struct *>(const_cast<void *>(raw)));
}

static pugi::xml_attribute attribute(ibid_xml_attribute raw) {
    return pugi::xml_attribute(static_cast<pugi::xml_attribute_struct *>(const_cast<void *>(raw)));
}

extern "C" ibid_xml_document *ibid_xml_document_create(void) { return new (std::nothrow) ibid_xml_document; }

extern "C" void ibid_xml_document_destroy(ibid_xml_document *document) { delete document; }

extern "C" const char *ibid_xml_parse(ibid_xml_document *document, const uint8_t *bytes, size_t length,
                                      size_t *offset) {
    // White space between inline elements parts words: it is kept.
    auto result = document->document.load_buffer(bytes, length, pugi::parse_default | pugi::parse_ws_pcdata);
    if (result) return nullptr;
    *offset = result.offset > 0 ? static_cast<size_t>(result.offset) : 0;
    return result.description();
}

extern "C" ibid_xml_node ibid_xml_root(const ibid_xml_document *document) {
    return document->document.internal_object();
}
extern "C" ibid_xml_node ibid_xml_first_child(ibid_xml_node raw) { return node(raw).first_child().internal_object(); }
extern "C" ibid_xml_node ibid_xml_next_sibling(ibid_xml_node raw) {
    return node(raw).next_sibling().internal_object();
}
extern "C" ibid_xml_node ibid_xml_parent(ibid_xml_node raw) { return node(raw).parent().internal_object(); }

extern "C" int ibid_xml_kind(ibid_xml_node raw) {
    switch (node(raw).type()) {
    case pugi::node_element: return 1;
    case pugi::node_pcdata:
    case pugi::node_cdata: return 2;
    default: return 0;
    }
}

extern "C" const char *ibid_xml_name(ibid_xml_node raw) { return node(raw).name(); }
extern "C" const char *ibid_xml_value(ibid_xml_node raw) { return node(raw).value(); }

extern "C" ibid_xml_attribute ibid_xml_first_attribute(ibid_xml_node raw) {
    return node(raw).first_attribute().internal_object();
}
extern "C" ibid_xml_attribute ibid_xml_next_attribute(ibid_xml_attribute raw) {
    return attribute(raw).next_attribute().internal_object();
}
extern "C" const char *ibid_xml_attribute_name(ibid_xml_attribute raw) { return attribute(raw).name(); }
extern "C" const char *ibid_xml_attribute_value(ibid_xml_attribute raw) { return attribute(raw).value(); }

extern "C" ptrdiff_t ibid_xml_offset(ibid_xml_node raw) { return node(raw).offset_debug(); }

namespace {
struct Writer : pugi::xml_writer {
    void *context;
    void (*sink)(void *, const void *, size_t);
    void write(const void *data, size_t size) override { sink(context, data, size); }
};
} // namespace

extern "C" void ibid_xml_write(ibid_xml_node raw, void *context,
                               void (*write)(void *context, const void *bytes, size_t count)) {
    Writer writer;
    writer.context = context;
    writer.sink = write;
    node(raw).print(writer, "", pugi::format_raw | pugi::format_no_declaration, pugi::encoding_utf8);
}
