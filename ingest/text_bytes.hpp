// Bytes of unknown quality to the text of a document.
#pragma once
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "graph/document.hpp"
#include "ingest/reader.hpp"

namespace ekg {

// The largest file that is read as one document or one XML or HTML tree.
inline constexpr std::size_t document_limit_bytes = std::size_t{64} << 20;

// The whole stream. Throws BrokenInput "too-large" when it is longer than `limit_bytes`.
std::string read_whole(std::istream& in, const ReadOptions& options,
                       std::size_t limit_bytes = document_limit_bytes);

// The bytes as UTF-8: what a byte order mark says, else `charset` where it is given and known, else as they
// are. A byte order mark is taken off. The result may still be invalid UTF-8.
std::string to_utf8(std::string bytes, std::string_view charset = {});

// What makes `text` no text: "invalid-utf8" or "nul-byte", with line and column; nullopt when it is fine.
std::optional<Problem> text_problem(std::string_view text, const std::string& file);

// White space at both ends taken off, CR LF and CR made LF.
std::string tidy_text(std::string_view text);

// 64 hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

// Fills what is still missing from `options`, the hash, and the id: `document.id`, else options.document_id,
// else "doc-" and the front of the hash. Gives the document to the sink, or drops it when it has no text or a
// bad one; an unknown publication date is noted.
void finish_document(Document document, const ReadOptions& options, RecordSink& sink);

// A time as formats write it: parse_time, else RFC 822 ("Tue, 05 Nov 2024 10:30:00 GMT").
std::optional<TimeSpan> parse_published(std::string_view text);

}  // namespace ekg
