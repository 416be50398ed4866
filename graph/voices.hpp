// How many independent voices stand behind an event. Documents that tell in nearly the same words are copies
// of one text, as newspapers print an agency's: they are one voice, and so are the documents of one outlet.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
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
  // What must be known of documents, by their rows.
  struct Texts {
    std::vector<bool> shared;  // of each: does it tell of an event together with another?
    // When it was published; nullopt: not known.
    std::function<std::optional<std::chrono::sys_seconds>(DocumentId)> published;
    std::function<std::string_view(DocumentId)> outlet;  // lives as long as the Voices
    // Each sentence of a shared document that tells of an event, in any order.
    using Visit = std::function<void(DocumentId, std::string_view)>;
    std::function<void(const Visit&)> each_sentence;
  };
  explicit Voices(const Texts& texts);
  explicit Voices(const EventGraph& graph);  // which must outlive this. O(texts)

  // The document whose text this one repeats; itself when it repeats none.
  DocumentId original(DocumentId document) const { return original_[document]; }
  // `sources`: the documents that tell of an event, each once.
  VoiceCount count(std::span<const DocumentId> sources) const;

 private:
  void find_copies(const Texts& texts);

  std::vector<DocumentId> original_;
  std::vector<std::string_view> outlets_;  // of shared documents
};

// Of an event of the graph that the voices are of.
VoiceCount count_voices(const Voices& voices, const EventGraph& graph, EventId event);

}  // namespace ekg
