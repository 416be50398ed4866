// The names and common nouns of one sentence that can stand for somebody or something: what the lexicon
// knows, joined with what the network takes for names.
#pragma once
#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "ingest/text/actor_lexicon.hpp"
#include "ingest/text/parsed_document.hpp"

namespace ekg {

// A name or common noun found by the lexicon, or a name found by the network (entry == nullptr).
struct Found {
  TokenIndex first;
  TokenIndex last;
  const LexiconEntry* entry;
  MentionKind kind;
  bool name;  // a name or an adjective, not a common noun
  // Of a name that the lexicon does not know, from what it knows inside: "South Lebanon", "Ministry of
  // Defence of Mali".
  std::string_view country = {}, sector = {};
};

bool is_common(NameUse use);     // a noun of somebody or something: "soldier", "air force", "tank"
bool is_adjective(NameUse use);  // "Russian", "Kurdish"

// Refers to the document and the lexicon, which must outlive it.
class NameScanner {
 public:
  // `has_tree`: the tokens have heads.
  NameScanner(const ParsedDocument& parsed, const ActorLexicon& lexicon, bool has_tree);

  // What stands in the sentence, by begin, then longest first; names do not overlap but for a state's
  // adjective inside a longer one. `learned` has the network's mentions of the sentence.
  std::vector<Found> scan(const Sentence& sentence, const std::vector<Mention>& learned);
  std::optional<std::chrono::sys_days> published() const { return published_; }

 private:
  void scan_lexicon();
  const LexiconEntry* choose(const LexiconMatch& match) const;
  bool goes_on(const LexiconMatch& match) const;
  bool has_small_letter(TokenIndex t) const;
  bool is_head(TokenIndex t) const;
  void join_learned_names(const std::vector<Mention>& learned);
  std::string_view state_inside(const Found& name) const;
  const Found* body_inside(const Found& name) const;
  bool is_known_behind_direction(const Found& name) const;
  bool is_people_behind_common_words(const Found& people, const Found& name) const;
  void add_handles_and_foreign_scripts();
  bool is_no_name(const Found& name) const;
  bool is_sign(TokenIndex t) const;
  void trim(Found& name) const;
  TokenIndex end_of_office(const Found& title, TokenIndex end) const;
  TokenIndex title_at(TokenIndex first) const;
  bool touches(TokenIndex a, TokenIndex b) const;
  void extend(Found& name) const;
  const Token& token(TokenIndex t) const { return parsed_.tokens[t]; }
  std::string_view text(TokenIndex t) const { return parsed_.text_of(t); }
  bool tagged(TokenIndex t) const { return has_tree_ || token(t).upos != Upos::X; }

  const ParsedDocument& parsed_;
  const ActorLexicon& lexicon_;
  std::optional<std::chrono::sys_days> published_;
  bool has_tree_;
  Sentence sentence_;
  std::vector<Found> found_;
};

}  // namespace ekg
