// Plain text: the file is one document.
#include "ingest/reader.hpp"
#include "ingest/text_bytes.hpp"

namespace ekg {
namespace {

constexpr std::string_view suffixes[] = {".txt", ".text"};

// Anything without control characters that no text has.
bool sniff(std::string_view head) {
  for (const char c : head) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f') return false;
  }
  return !head.empty();
}

void read(std::istream& in, const ReadOptions& options, RecordSink& sink) {
  Document document;
  document.text = to_utf8(read_whole(in, options));
  finish_document(std::move(document), options, sink);
}

}  // namespace

extern const Reader text_reader = {"text", "plain text, one document a file", suffixes, sniff, read};

}  // namespace ekg
