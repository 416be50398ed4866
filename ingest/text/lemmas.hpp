// Lemmas that a dictionary knows. The network guesses a lemma from the form's letters, which fails on rare
// and irregular forms ("fought", "overran"); here such guesses are replaced by what inflection and the word
// lists of data/english allow.
#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "ingest/text/parsed_document.hpp"

namespace ekg {

class Lemmas {
 public:
  // Reads the embedded lists (english/verbs.txt, nouns.txt, irregular_verbs.tsv).
  Lemmas();

  // The lemma of an inflected verb form in lower case; `guess` is kept where the form allows it. Empty: not
  // known.
  std::string of_verb(std::string_view lower, std::string_view guess = {}) const;
  // The same for a noun in the plural.
  std::string of_plural(std::string_view lower, std::string_view guess = {}) const;

  // Replaces the lemmas of verbs and plural nouns that the lists do not know by those that they do.
  void correct(ParsedDocument& parsed) const;

 private:
  std::unordered_set<std::string_view> verbs_, nouns_;
  std::unordered_map<std::string_view, std::vector<std::string_view>> irregular_;
};

}  // namespace ekg
