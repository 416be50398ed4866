// Universal Dependencies' CoNLL-U, version 2: https://universaldependencies.org/format.html
#pragma once
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "graph/document.hpp"
#include "graph/problem.hpp"
#include "ingest/text/parsed_document.hpp"

namespace ekg {

// One document of a treebank. `parsed.document` points to `document`, so the object stays where it is.
struct ConlluDocument {
  Document document;                      // id of `# newdoc`; text rebuilt from forms and SpaceAfter
  ParsedDocument parsed;                  // sentences, tokens, tags and trees as given; no mentions
  std::vector<std::string> misc;          // column 10 of each token
  std::vector<std::string> sentence_ids;  // one a sentence, empty when the file gives none

  ConlluDocument() = default;
  ConlluDocument(const ConlluDocument&) = delete;
  ConlluDocument& operator=(const ConlluDocument&) = delete;
};

// Splits at `# newdoc`; without one, the file is one document with the id `id`. `file` is named in problems.
// Sentences are joined by a line break, paragraphs (`# newpar`) by an empty line. The words of a multiword
// token share its surface: they touch, in order. Empty nodes (8.1) are passed over. A sentence with a broken
// line is dropped whole, with a problem (code conllu-line). An unknown tag or relation keeps the default of
// Token, with a problem (code conllu-tag).
std::vector<std::unique_ptr<ConlluDocument>> read_conllu(std::istream& in, const std::string& file,
                                                         const std::string& id, ProblemSink& problems);

// Writes ten columns; feats and deps are "_". `sentence_ids` may be empty: then sentences are numbered from 1
// with the document's id in front.
void write_conllu(std::ostream& out, const ParsedDocument& parsed,
                  const std::vector<std::string>& sentence_ids = {});

}  // namespace ekg
