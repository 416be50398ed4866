// A document, an entity or an event record as bytes that stand alone: what a store keeps to give the row back
// whole. Equal rows have equal bytes. A document's text, file and line, and a record's file and line, are
// left out.
#pragma once
#include <string>
#include <string_view>

#include "graph/entity.hpp"
#include "graph/event_record.hpp"

namespace ekg {

void encode_row(const Document& document, std::string& out);  // `out` is overwritten
void encode_row(const Entity& entity, std::string& out);
void encode_row(const EventRecord& record, std::string& out);

// The reverse; overwrites all fields but those left out. Throws InputError when the bytes are damaged.
void decode_row(std::string_view bytes, Document& document);
void decode_row(std::string_view bytes, Entity& entity);
void decode_row(std::string_view bytes, EventRecord& record);
std::string_view row_id(std::string_view bytes);  // of a row of any of the three, as part of it

}  // namespace ekg
