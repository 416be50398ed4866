// How many independent voices stand behind an event. Documents that tell in nearly the same words are copies
// of one text, as newspapers print an agency's: they are one voice, and so are the documents of one outlet.
#pragma once
#include <cstdint>
#include <vector>

#include "graph/event_graph.hpp"

namespace ekg {

struct VoiceCount {
  std::uint32_t reports = 0;  // documents that tell of the event
  std::uint32_t outlets = 0;  // distinct outlets among them; documents without one are not counted here
  std::uint32_t voices = 0;   // groups of reports that share neither a text nor an outlet
  friend bool operator==(const VoiceCount&, const VoiceCount&) = default;
};

// Texts are compared by the sentences that tell of events, all that a graph keeps: three words in a row are a
// shingle, 32 bins of one-permutation MinHash (Li, Owen, Zhang 2012) a signature, pairs of bins the buckets
// in which copies are looked for. A document is a copy of the earliest one, by publication and id, of whose
// signature at least 0.6 agree; it is never compared with other copies, so there are no chains. Only
// documents that share an event with another one are looked at.
class Voices {
 public:
  explicit Voices(const EventGraph& graph);  // `graph` must outlive this. O(texts)

  // The document whose text this one repeats; itself when it repeats none.
  DocumentId original(DocumentId document) const { return original_[document]; }
  VoiceCount count(EventId event) const;

 private:
  const EventGraph& graph_;
  std::vector<DocumentId> original_;
};

}  // namespace ekg
