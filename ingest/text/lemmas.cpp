#include "ingest/text/lemmas.hpp"

#include <algorithm>
#include <span>

#include "ingest/text/word_table.hpp"

namespace ekg {
namespace {

struct Ending {
  std::string_view suffix;
  std::string_view replacement;
};

bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

// Such a verb doubles its last letter before -ed and -ing: "fined" is no form of "fin".
bool must_double(std::string_view stem) {
  if (stem.size() < 3 || stem.ends_with('w') || stem.ends_with('x') || stem.ends_with('y')) return false;
  return !is_vowel(stem.back()) && is_vowel(stem[stem.size() - 2]) &&
         std::ranges::count_if(stem, is_vowel) == 1;
}

// In the order in which they are tried: "denied" is "deny", "based" is "base", "planned" is "plan".
constexpr Ending verb_endings[] = {{"ied", "y"}, {"ed", "e"},  {"ed", ""},  {"ying", "ie"}, {"ing", "e"},
                                   {"ing", ""},  {"ies", "y"}, {"es", "e"}, {"es", ""},     {"s", ""}};
constexpr Ending noun_endings[] = {{"ies", "y"}, {"men", "man"}, {"ves", "f"},
                                   {"es", "e"},  {"es", ""},     {"s", ""}};

std::vector<std::string> stems(std::string_view form, std::span<const Ending> endings, bool undouble) {
  std::vector<std::string> found;
  for (const Ending& ending : endings) {
    if (!form.ends_with(ending.suffix) ||
        form.size() < ending.suffix.size() + (ending.replacement.size() > 1 ? 1 : 2))
      continue;
    std::string stem(form.substr(0, form.size() - ending.suffix.size()));
    const bool doubled =
        undouble && ending.replacement.empty() && stem.size() > 2 && stem.back() == stem[stem.size() - 2];
    const bool doubles = ending.replacement.empty() && (ending.suffix == "ed" || ending.suffix == "ing");
    if (!doubles || !must_double(stem)) found.push_back(stem + std::string(ending.replacement));
    if (doubled) found.push_back(stem.substr(0, stem.size() - 1));
  }
  return found;
}

std::string choose(const std::vector<std::string>& stems, const std::unordered_set<std::string_view>& known,
                   std::string_view guess) {
  std::string first;
  for (const std::string& stem : stems) {
    if (!known.contains(stem)) continue;
    if (stem == guess) return stem;
    if (first.empty()) first = stem;
  }
  return first;
}

std::unordered_set<std::string_view> read_words(std::string_view path) {
  std::unordered_set<std::string_view> words;
  for (const auto& line : read_table(path))
    for (std::string_view word : split_fields(line[0], ' ')) words.insert(word);
  return words;
}

}  // namespace

Lemmas::Lemmas() : verbs_(read_words("english/verbs.txt")), nouns_(read_words("english/nouns.txt")) {
  for (const auto& row : read_table("english/irregular_verbs.tsv"))
    irregular_[row[0]] = split_fields(row[1], ' ');
}

std::string Lemmas::of_verb(std::string_view lower, std::string_view guess) const {
  if (const auto found = irregular_.find(lower); found != irregular_.end()) {
    const auto& lemmas = found->second;
    return std::string(std::find(lemmas.begin(), lemmas.end(), guess) != lemmas.end() ? guess
                                                                                      : lemmas.front());
  }
  std::string lemma = choose(stems(lower, verb_endings, true), verbs_, guess);
  return lemma.empty() && verbs_.contains(lower) ? std::string(lower) : lemma;
}

std::string Lemmas::of_plural(std::string_view lower, std::string_view guess) const {
  return choose(stems(lower, noun_endings, false), nouns_, guess);
}

void Lemmas::correct(ParsedDocument& parsed) const {
  for (Token& token : parsed.tokens) {
    const std::string_view form = parsed.document->at(token.span);
    std::string lower(form);
    for (char& c : lower)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    std::string lemma;
    switch (token.xpos) {
      case Xpos::VBD:
      case Xpos::VBN:
      case Xpos::VBG:
      case Xpos::VBZ:
        if (token.upos == Upos::VERB) lemma = of_verb(lower, token.lemma);
        break;
      case Xpos::VB:
      case Xpos::VBP:
        if (token.upos == Upos::VERB) lemma = verbs_.contains(lower) ? lower : of_verb(lower, token.lemma);
        break;
      case Xpos::NNS:
        if (!nouns_.contains(token.lemma) || token.lemma == lower) lemma = of_plural(lower, token.lemma);
        break;
      default:
        break;
    }
    if (!lemma.empty()) token.lemma = std::move(lemma);
  }
}

}  // namespace ekg
