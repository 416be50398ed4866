// The English reader: a document in, what it says out. A pure function of one document and the immutable
// resources, so any number of threads may share one EnglishReader.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "graph/document.hpp"
#include "graph/event_record.hpp"
#include "graph/problem.hpp"
#include "ingest/text/actor_lexicon.hpp"
#include "ingest/text/parsed_document.hpp"

namespace ekg {

enum class KernelPath : std::uint8_t;  // ingest/text/nn/neural_reader.hpp

class EnglishReader {
 public:
  // Loads the embedded model and lexicons once (tens of milliseconds). Without `path` the fastest that the
  // processor has is taken; every path gives the same result. REQUIRES: the processor has `path`.
  explicit EnglishReader(std::optional<KernelPath> path = std::nullopt);
  // With a user's own names.
  explicit EnglishReader(ActorLexicon actors);
  ~EnglishReader();

  // Sentences, tokens, trees, mentions, times, quantities, quotations. Any byte sequence gives a valid result
  // or problems. `document` must outlive the result.
  ParsedDocument parse(const Document& document, ProblemSink& problems) const;

  // The same for a document whose sentences and tokens are given, as those of a treebank; fills the rest.
  void read_tokens(ParsedDocument& parsed, ProblemSink& problems) const;

 private:
  struct Resources;
  std::unique_ptr<const Resources> resources_;
};

}  // namespace ekg
