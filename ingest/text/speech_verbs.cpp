#include "ingest/text/speech_verbs.hpp"

#include "ingest/text/word_table.hpp"

namespace ekg {

SpeechVerbs::SpeechVerbs() {
  for (const auto& row : read_table("english/speech_verbs.tsv")) {
    const Stance stance = stance_from(row.at(1)).value();
    if (row[0].starts_with('!'))
      unable_[row[0].substr(1)] = stance;
    else
      verbs_[row[0]] = stance;
  }
}

std::optional<Stance> SpeechVerbs::stance(std::string_view lemma, bool unable) const {
  if (unable) {
    if (const auto found = unable_.find(lemma); found != unable_.end()) return found->second;
  }
  const auto found = verbs_.find(lemma);
  return found == verbs_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace ekg
