// The tables of a store (docs/store.md). Internal to graph/store.
#pragma once
#include <cstdint>

namespace ekg {

inline constexpr std::int64_t store_application_id = 0x656b6731;  // "ekg1"
inline constexpr std::int64_t store_schema_version = 4;

extern const char* const source_tables;     // what was read
extern const char* const resolved_tables;   // the graph made of it
extern const char* const resolved_indexes;  // made after the rows: faster
extern const char* const drop_resolved;     // tables, indexes and views
extern const char* const views;

}  // namespace ekg
