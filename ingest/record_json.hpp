// The JSON forms of documents, entities and event records (docs/event-record.md, docs/graph-json.md) read
// field by field. Strict: a field of the wrong type or an unknown word makes the whole record bad; null is as
// good as absent.
#pragma once
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "graph/document.hpp"
#include "graph/entity.hpp"
#include "graph/event_record.hpp"
#include "ingest/reader.hpp"

namespace simdjson::dom {
class element;
}

namespace ekg {

// What is wrong with a record: the path of the field ("actors[1].kind") and a message for a person.
struct FieldError {
  std::string field;
  std::string message;
};

// Each throws FieldError. Names of fields that nobody knows are appended to `unknown`.
EventRecord event_from_json(const simdjson::dom::element& json, std::vector<std::string>& unknown);
Entity entity_from_json(const simdjson::dom::element& json, std::vector<std::string>& unknown);
enum class DocumentForm : std::uint8_t { with_text, row_of_graph, manifest };  // only a row must have an id
Document document_from_json(const simdjson::dom::element& json, DocumentForm form,
                            std::vector<std::string>& unknown);

// Is it written as a code of ISO 3166-1 alpha-3?
bool is_alpha3(std::string_view code);

// One JSON object a line; blank lines are skipped. `each` may throw FieldError: that line is dropped as
// "bad-field". Broken lines are dropped as "bad-json", "invalid-utf8", "nul-byte" or "line-too-long" (over 64
// MiB). Unknown fields are noted once each a file.
// `json` is what `text` says, behind which SIMDJSON_PADDING bytes may be read.
struct JsonLine {
  const simdjson::dom::element& json;
  std::string_view text;
  std::uint64_t number;
};
using JsonLineFunction = std::function<void(const JsonLine& line, std::vector<std::string>& unknown)>;
void read_json_lines(std::istream& in, const ReadOptions& options, RecordSink& sink,
                     const JsonLineFunction& each);

// Notes each name once.
void report_unknown_fields(std::vector<std::string> names, const ReadOptions& options, RecordSink& sink);

// The keys of the first JSON object in `head`, which may be cut anywhere; empty when it does not begin with
// one.
std::vector<std::string> first_object_keys(std::string_view head);

}  // namespace ekg
