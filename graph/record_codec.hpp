// The part of an event record that no query looks at (names as told, quantities, attribution, mentions …) as
// compact bytes: varints, interned short strings, inline long texts. Internal to EventGraph and its builder.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "graph/event_record.hpp"
#include "graph/string_table.hpp"

namespace ekg {

// Appends the record, but for type, quad, intensity, time, status and confidence, which are columns of the
// graph.
void encode_record(const EventRecord& record, StringTable& strings, std::vector<unsigned char>& out);

// The reverse; fills `record`, reusing its memory. REQUIRES: `bytes` was written by encode_record with
// `strings`.
void decode_record(const unsigned char* bytes, const StringTable& strings, EventRecord& record);
// The same but for actors and recipients, which are left as they are.
void decode_deed(const unsigned char* bytes, const StringTable& strings, EventRecord& record);

// Only the id of the record at `bytes`.
std::string decode_record_id(const unsigned char* bytes, const StringTable& strings);

// The number in "ev-" and 16 lower-case hexadecimal digits; nullopt for any other id. And back.
std::optional<std::uint64_t> packed_event_id(std::string_view id);
std::string unpacked_event_id(std::uint64_t number);

}  // namespace ekg
