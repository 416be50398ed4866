#include "ingest/text/place_words.hpp"

#include <set>

#include "ingest/text/word_table.hpp"

namespace ekg {
namespace {

using Words = std::set<std::string_view>;

struct Prepositions {
  Words all, standing;
  Prepositions() {
    for (const auto& row : read_table("english/place_prepositions.tsv")) {
      all.insert(row[0]);
      if (row[1] == "stand") standing.insert(row[0]);
    }
  }
};

const Prepositions& prepositions() {
  static const Prepositions words;
  return words;
}

}  // namespace

bool is_place_preposition(std::string_view word) { return prepositions().all.contains(word); }
bool is_standing_preposition(std::string_view word) { return prepositions().standing.contains(word); }

bool is_direction(std::string_view word) {
  static const Words words = [] {
    Words all;
    for (const auto& row : read_table("english/directions.txt")) all.insert(row[0]);
    return all;
  }();
  return words.contains(word);
}

}  // namespace ekg
