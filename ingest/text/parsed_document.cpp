#include "ingest/text/parsed_document.hpp"

#include <algorithm>

namespace ekg {

std::string_view to_string(MentionKind kind) {
  static constexpr std::string_view names[] = {
      "person", "organization", "government", "military", "armed_group", "country",    "place",
      "media",  "group",        "other",      "weapon",   "vehicle",     "nationality"};
  return names[static_cast<int>(kind)];
}

std::string_view to_string(MentionForm form) {
  static constexpr std::string_view names[] = {"named", "nominal", "adjective", "pronoun"};
  return names[static_cast<int>(form)];
}

std::string_view to_string(TimeType type) {
  static constexpr std::string_view names[] = {"date", "time", "duration", "set"};
  return names[static_cast<int>(type)];
}

std::string_view to_string(QuoteKind kind) {
  static constexpr std::string_view names[] = {"direct", "indirect", "mixed"};
  return names[static_cast<int>(kind)];
}

std::size_t ParsedDocument::sentence_of(TokenIndex token) const {
  const auto after =
      std::upper_bound(sentences.begin(), sentences.end(), token,
                       [](TokenIndex index, const Sentence& sentence) { return index < sentence.first; });
  return static_cast<std::size_t>(after - sentences.begin()) - 1;
}

}  // namespace ekg
