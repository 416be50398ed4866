// The project's own test articles, repeated to about 20,000 tokens.
#pragma once
#include <fstream>
#include <sstream>
#include <string>

#include "graph/document.hpp"
#include "ingest/text/sentences.hpp"

namespace ekg {

inline const Document& sample_document() {
  static const Document document = [] {
    Document made;
    made.published = parse_time("2025-06-12");
    std::string once;
    for (const char* name : {"rail-strike", "reef-standoff", "sudan-ceasefire"}) {
      std::ifstream in(std::string(EKG_SOURCE_DIR) + "/tests/quality/articles/" + name + ".txt");
      std::stringstream text;
      text << in.rdbuf();
      once += text.str() + "\n\n";
    }
    while (made.text.size() < 120'000 && !once.empty()) made.text += once;
    return made;
  }();
  return document;
}

inline ParsedDocument tokens_of(const Document& document) {
  static const Tokenizer tokenizer;
  ParsedDocument parsed;
  parsed.document = &document;
  split_sentences(tokenizer, parsed);
  return parsed;
}

}  // namespace ekg
