// Documents, one JSON object a line: id, title, url, outlet, language, published, text.
#include <algorithm>

#include "ingest/reader.hpp"
#include "ingest/record_json.hpp"
#include "ingest/text_bytes.hpp"

namespace ekg {
namespace {

constexpr std::string_view suffixes[] = {".jsonl", ".ndjson"};

bool sniff(std::string_view head) {
  const auto keys = first_object_keys(head);
  const auto has = [&](std::string_view key) { return std::ranges::find(keys, key) != keys.end(); };
  return has("text") && !(has("type") && (has("actors") || has("recipients") || has("doc")));
}

void read(std::istream& in, const ReadOptions& options, RecordSink& sink) {
  ReadOptions each = options;
  each.shared_id = false;
  read_json_lines(in, options, sink, [&](const JsonLine& line, std::vector<std::string>& unknown) {
    Document document = document_from_json(line.json, DocumentForm::with_text, unknown);
    document.line = line.number;
    each.document_id = document.url;
    finish_document(std::move(document), each, sink);
  });
}

}  // namespace

extern const Reader documents_reader = {
    "documents", "documents, one JSON object a line: id, title, published, text …", suffixes, sniff, read};

}  // namespace ekg
