// Verbs of speech and the stance of who speaks (data/english/speech_verbs.tsv). Immutable after construction.
#pragma once
#include <optional>
#include <string_view>
#include <unordered_map>

#include "graph/event_record.hpp"

namespace ekg {

class SpeechVerbs {
 public:
  SpeechVerbs();
  // The stance that a verb takes to what is said, nullopt when it is no verb of speech. `unable`: negated or
  // said to be impossible ("could not verify"), where verbs of checking become cannot_verify and others keep
  // their stance.
  std::optional<Stance> stance(std::string_view lemma, bool unable = false) const;
  std::size_t size() const { return verbs_.size(); }

 private:
  std::unordered_map<std::string_view, Stance> verbs_, unable_;
};

}  // namespace ekg
