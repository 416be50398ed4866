// Small things that the registry of entities says twice: once while it gathers, once while it joins. Internal
// to resolve.
#pragma once
#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "graph/content_id.hpp"
#include "ingest/text/person_names.hpp"

namespace ekg {

// Between a name that may be somebody's surname and the document that uses it alone.
inline constexpr char of_document = '\x1f';

// The first of equals: the map is sorted.
template <typename Value>
std::optional<Value> most_frequent(const std::map<Value, int>& counts) {
  std::optional<Value> best;
  int most = 0;
  for (const auto& [value, count] : counts) {
    if (count > most) best = value, most = count;
  }
  return best;
}

template <typename Value>
void sort_unique(std::vector<Value>& values) {
  std::ranges::sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

// The same for all that bear a surname, in any spelling.
inline std::uint64_t surname_hash(const PersonName& name) {
  return content_hash("surname " + spelling_block(name.surname));
}

}  // namespace ekg
