#include "ingest/text/events/games.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "ingest/text/utf8.hpp"

namespace ekg {
namespace {

constexpr std::size_t words_needed = 3, words_needed_with_score = 1;

bool is_small_number(std::string_view text) {
  return !text.empty() && text.size() <= 3 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// "4-1", "112–98": two numbers and a dash without a blank between them.
bool is_score(const ParsedDocument& parsed, TokenIndex t, TokenIndex last) {
  if (t + 2 >= last) return false;
  const std::string_view dash = parsed.text_of(t + 1);
  return is_small_number(parsed.text_of(t)) && (dash == "-" || dash == "–") &&
         is_small_number(parsed.text_of(t + 2)) &&
         parsed.tokens[t].span.end == parsed.tokens[t + 1].span.begin &&
         parsed.tokens[t + 1].span.end == parsed.tokens[t + 2].span.begin;
}

struct Signs {
  std::set<std::string> words;
  bool score = false;
};

Signs signs_of(const Trees& trees, const FunctionWords& words, const Sentence& sentence) {
  Signs signs;
  for (TokenIndex t = sentence.first; t < sentence.last; ++t) {
    std::string word = ascii_lower(trees.lemma(t));
    if (words.is("games", word)) signs.words.insert(std::move(word));
    signs.score = signs.score || is_score(trees.parsed(), t, sentence.last);
  }
  return signs;
}

// No line is empty between the two, which follow each other.
bool one_paragraph(const ParsedDocument& parsed, const Sentence& a, const Sentence& b) {
  if (a.first == a.last || b.first == b.last) return false;
  const std::uint32_t from = parsed.tokens[a.last - 1].span.end, to = parsed.tokens[b.first].span.begin;
  if (to < from) return false;
  const std::string_view between = parsed.document->at({from, to});
  return std::ranges::count(between, '\n') < 2;
}

std::vector<bool> sentences_of_games(const Trees& trees, const FunctionWords& words) {
  const ParsedDocument& parsed = trees.parsed();
  std::vector<Signs> own;
  for (const Sentence& sentence : parsed.sentences) own.push_back(signs_of(trees, words, sentence));
  std::vector<bool> game(own.size(), false);
  for (std::size_t s = 0; s < own.size(); ++s) {
    Signs near = own[s];
    const auto take_in = [&](std::size_t other) {
      near.words.insert(own[other].words.begin(), own[other].words.end());
      near.score = near.score || own[other].score;
    };
    if (s > 0 && one_paragraph(parsed, parsed.sentences[s - 1], parsed.sentences[s])) take_in(s - 1);
    if (s + 1 < own.size() && one_paragraph(parsed, parsed.sentences[s], parsed.sentences[s + 1]))
      take_in(s + 1);
    game[s] = near.words.size() >= (near.score ? words_needed_with_score : words_needed);
  }
  return game;
}

bool bears_arms_or_governs(const Party& party) {
  return party.kind == EntityKind::military || party.kind == EntityKind::armed_group ||
         party.kind == EntityKind::government || party.sector == "MIL" || party.sector == "REB" ||
         party.sector == "COP" || party.sector == "SPY" || party.sector == "UAF";
}

}  // namespace

void doubt_games(const Trees& trees, const FunctionWords& words, std::vector<EventDraft>& drafts) {
  const std::vector<bool> game = sentences_of_games(trees, words);
  for (EventDraft& draft : drafts) {
    if (draft.type->family != "violence" || !game[trees.sentence(draft.trigger.token)]) continue;
    const EventRecord& record = draft.record;
    if (std::ranges::any_of(record.actors, bears_arms_or_governs) ||
        std::ranges::any_of(record.recipients, bears_arms_or_governs) ||
        words.is("killing", trees.lemma(draft.trigger.token)))
      continue;
    draft.record.confidence = 0;
    draft.notes.emplace_back("confidence", "0", "", "the sentence tells of a game");
  }
}

}  // namespace ekg
