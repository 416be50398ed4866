// What the reader saw in a document, for programs and for people (`ekg parse`).
#pragma once
#include <iosfwd>

#include "ingest/text/parsed_document.hpp"

namespace ekg {

// One JSON object on one line, without the line's end: spans are [begin, end) in Unicode code points of the
// text. A name with a title or an article is two mentions, the phrase (nominal) and the name in it (named).
// `entity` and `speaker` are the ids that resolve() gives the document's chains by themselves; who has no
// name has none. O(text and rows).
void write_parse_json(std::ostream& out, const ParsedDocument& parsed);

// Sentence by sentence: the words with tag and head, then what was found in them.
void write_parse_text(std::ostream& out, const ParsedDocument& parsed);

}  // namespace ekg
