// Who says what: words in quotation marks (direct), content clauses of verbs of speech (indirect), content
// clauses with some words in marks (mixed), statements after "… said:" without marks, and tweets with their
// "— Name (@handle) date" line.
#pragma once
#include <memory>

#include "ingest/text/parsed_document.hpp"
#include "ingest/text/speech_verbs.hpp"

namespace ekg {

// Immutable; any number of threads may share one.
class QuotationFinder {
 public:
  explicit QuotationFinder(const SpeechVerbs& verbs) : verbs_(verbs) {}  // `verbs` must outlive the finder

  // Fills `quotations`, sorted by begin. A quotation over several paragraphs that repeat the opening mark is
  // one a paragraph, all with the same verb and speaker. Words in marks that nobody says (titles, irony) are
  // none. A speaker that cannot be found is no_token. REQUIRES: sentences, tokens, tags and trees. O(tokens).
  void find(ParsedDocument& parsed) const;

 private:
  const SpeechVerbs& verbs_;
};

}  // namespace ekg
