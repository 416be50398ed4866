#include "ingest/text/chain_names.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "ingest/text/mentions.hpp"
#include "ingest/text/office_roles.hpp"
#include "ingest/text/person_names.hpp"
#include "ingest/text/place_words.hpp"
#include "ingest/text/utf8.hpp"

namespace ekg {
namespace {

bool is_count_word(const ParsedDocument& parsed, TokenIndex t) {
  static const std::set<std::string, std::less<>> words = {
      "the",        "a",         "an",     "this",   "that",   "these", "those", "some",
      "several",    "many",      "few",    "all",    "more",   "than",  "at",    "least",
      "about",      "around",    "nearly", "almost", "over",   "up",    "to",    "dozens",
      "hundreds",   "thousands", "of",     "as",     "other",  "any",   "both",  "each",
      "another",    "most",      "so",     "-",      "called", "such",  "what",  "no",
      "additional", "how",       "which",  "well",   "’s",     "'s",    "later", "earlier"};
  const Token& token = parsed.tokens[t];
  return token.upos == Upos::NUM || words.count(ascii_lower(parsed.text_of(t))) != 0;
}

std::string text_between(const ParsedDocument& parsed, TokenIndex first, TokenIndex last) {
  std::string text(parsed.document->at({parsed.tokens[first].span.begin, parsed.tokens[last - 1].span.end}));
  std::string out;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!space)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  return out;
}

// Is the capital only that of a sentence's beginning ("Soldiers from Niger", not "Belarusian officers")?
bool begins_with_common_word(const ParsedDocument& parsed, const Mention& mention, TokenIndex first) {
  const Upos upos = parsed.tokens[first].upos;
  const std::string_view word = parsed.text_of(first);
  if (upos == Upos::PROPN || word.size() < 2 || word[0] < 'A' || word[0] > 'Z' || word[1] < 'a' ||
      word[1] > 'z')
    return false;
  for (const Mention& m : mentions_between(parsed, first, first + 1))
    if (m.form != MentionForm::nominal && m.last < mention.last) return false;
  return true;
}

// More given names, then no other script, then longer.
bool better_person_name(const std::string& a, const std::string& b) {
  const PersonName x = person_name(a), y = person_name(b);
  const auto rank = [](const PersonName& n) {
    return n.handle ? 0 : n.transliterated ? 1 : n.full() ? 3 : 2;
  };
  if (rank(x) != rank(y)) return rank(x) > rank(y);
  const auto written = [](const PersonName& n) {
    return std::count_if(n.given.begin(), n.given.end(), [](const std::string& g) { return g.size() > 1; });
  };
  return written(x) > written(y);
}

}  // namespace

TokenIndex end_before_scene(const ParsedDocument& parsed, const Mention& mention) {
  if (mention.form != MentionForm::nominal) return mention.last;
  for (TokenIndex t = mention.head + 1; t < mention.last; ++t) {
    const Token& preposition = parsed.tokens[t];
    if (preposition.deprel == Deprel::case_ && preposition.head != no_token &&
        parsed.tokens[preposition.head].head == mention.head && is_standing_preposition(parsed.text_of(t)))
      return t;
  }
  return mention.last;
}

std::string mention_text(const ParsedDocument& parsed, const Mention& mention) {
  return text_between(parsed, mention.first, mention.last);
}

std::string stripped_name(const ParsedDocument& parsed, const Mention& mention) {
  TokenIndex first = mention.first;
  while (first < mention.head && first + 1 < mention.last && is_count_word(parsed, first)) ++first;
  // Where forces stand is no part of who they are.
  const TokenIndex last =
      mention.kind == MentionKind::military ? end_before_scene(parsed, mention) : mention.last;
  std::string name = text_between(parsed, first, last);
  if (mention.form == MentionForm::nominal && begins_with_common_word(parsed, mention, first))
    name.front() = static_cast<char>(name.front() - 'A' + 'a');
  return name;
}

EntityKind entity_kind_of(MentionKind kind) {
  switch (kind) {
    case MentionKind::weapon:
    case MentionKind::vehicle:
      return EntityKind::other;
    case MentionKind::nationality:
      return EntityKind::group;
    default:
      return static_cast<EntityKind>(kind);
  }
}

Party party_of_mention(const ParsedDocument& parsed, const Mention& mention) {
  Party party;
  party.mention = mention_text(parsed, mention);
  party.name = mention.name.empty() ? stripped_name(parsed, mention) : mention.name;
  party.kind = entity_kind_of(mention.kind);
  party.country = mention.country;
  party.sector = mention.sector;
  return party;
}

Party party_of_chain(const ParsedDocument& parsed, const std::vector<std::size_t>& mentions,
                     const ActorLexicon& lexicon) {
  Party party;
  std::set<std::string> aliases;
  std::map<MentionKind, int> kinds;
  bool named = false;
  for (const std::size_t i : mentions) named |= parsed.mentions[i].form == MentionForm::named;
  std::string state;
  for (const std::size_t i : mentions) {
    const Mention& m = parsed.mentions[i];
    if (party.country.empty()) party.country = m.country;
    if (party.sector.empty()) party.sector = m.sector;
    if (m.form == MentionForm::pronoun) continue;
    if (m.form == MentionForm::nominal && named) continue;
    if (!m.country.empty() && m.name == lexicon.state_name(m.country)) state = m.name;
    if (m.kind != MentionKind::nationality) ++kinds[m.kind];
    const std::string text = stripped_name(parsed, m);
    aliases.insert(text);
    const std::string name = m.name.empty() ? text : m.name;
    aliases.insert(name);
    if (m.form == MentionForm::adjective && m.kind != MentionKind::nationality) continue;
    const bool better_person =
        m.kind == MentionKind::person && m.form == MentionForm::named && better_person_name(name, party.name);
    const bool longer_name = m.kind != MentionKind::person && m.name.empty() &&
                             m.form == MentionForm::named && name.size() > party.name.size();
    if (party.name.empty() || better_person || longer_name) {
      party.name = name;
    }
  }
  if (party.name.empty()) party = party_of_mention(parsed, parsed.mentions[mentions.front()]);
  if (!state.empty())
    party.name = state, party.kind = EntityKind::country, party.sector = "GOV";
  else if (!kinds.empty()) {
    const auto most = std::max_element(kinds.begin(), kinds.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    party.kind = entity_kind_of(most->first);
  } else {
    party.kind = entity_kind_of(parsed.mentions[mentions.front()].kind);
  }
  if (named && party.kind == EntityKind::person) {
    party.roles = offices_of(parsed, mentions, lexicon);
    // An office written as a name is one: "the Foreign Secretary".
    for (const std::size_t i : mentions) {
      const Mention& m = parsed.mentions[i];
      if (m.form == MentionForm::nominal && parsed.tokens[m.head].upos == Upos::PROPN && m.last == m.head + 1)
        aliases.insert(stripped_name(parsed, m));
    }
  }
  aliases.erase(party.name);
  aliases.erase("");
  party.aliases.assign(aliases.begin(), aliases.end());
  party.mention.clear();
  return party;
}

Party party_of(const ParsedDocument& parsed, std::size_t index) {
  const Mention& mention = parsed.mentions[index];
  Party party;
  if (mention.chain >= 0 && static_cast<std::size_t>(mention.chain) < parsed.parties.size()) {
    party = parsed.parties[static_cast<std::size_t>(mention.chain)];
  } else {
    party = party_of_mention(parsed, mention);
  }
  party.mention = mention_text(parsed, mention);
  return party;
}

void name_by_owner(ParsedDocument& parsed) {
  std::vector<bool> named(parsed.parties.size());
  for (const Mention& m : parsed.mentions)
    if (m.chain >= 0 && m.form == MentionForm::named) named[static_cast<std::size_t>(m.chain)] = true;
  std::vector<Party> renamed = parsed.parties;
  for (std::size_t i = 0; i < parsed.mentions.size(); ++i) {
    const Mention& m = parsed.mentions[i];
    if (m.chain < 0 || m.form != MentionForm::nominal || m.first >= m.head) continue;
    const auto chain = static_cast<std::size_t>(m.chain);
    if (named[chain] || parsed.parties[chain].name != stripped_name(parsed, m) ||
        parsed.tokens[m.first].xpos != Xpos::PRPS)
      continue;
    Mention without = m;
    ++without.first;
    Party& party = renamed[chain];
    party.name = stripped_name(parsed, without);
    const auto here = mentions_between(parsed, m.first, m.first + 1);
    const auto owner = std::ranges::find(here, MentionForm::pronoun, &Mention::form);
    if (owner == here.end() || owner->chain < 0 || owner->chain == m.chain ||
        !named[static_cast<std::size_t>(owner->chain)])
      continue;
    const Party& whose = parsed.parties[static_cast<std::size_t>(owner->chain)];
    party.name = whose.name + (whose.name.ends_with('s') ? "' " : "'s ") + party.name;
    if (party.country.empty() && whose.kind != EntityKind::person) party.country = whose.country;
  }
  parsed.parties = std::move(renamed);
}

}  // namespace ekg
