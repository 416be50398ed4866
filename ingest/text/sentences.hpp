// Raw text to sentences of UD tokens. Paragraphs are found first (empty lines, indented lines, line ends of
// texts that are not wrapped); a sentence never crosses a paragraph. A line without a full stop (headline,
// byline, list item) is a sentence.
#pragma once
#include "graph/document.hpp"
#include "ingest/text/parsed_document.hpp"
#include "ingest/text/tokens.hpp"

namespace ekg {

// A sentence with more tokens is cut at a comma or the like: trees cost more than linear time in the
// sentence's length.
inline constexpr std::size_t longest_sentence = 240;

// The paragraphs of a text in order, without the white space around them. O(text).
std::vector<ByteRange> split_paragraphs(std::string_view text);

// Fills `sentences` and the spans of `tokens` of `parsed` from its document's text. O(text).
void split_sentences(const Tokenizer& tokenizer, ParsedDocument& parsed);

}  // namespace ekg
