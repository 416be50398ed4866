#include "ingest/text/events/parties.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ingest/text/chain_names.hpp"
#include "ingest/text/mentions.hpp"
#include "ingest/text/place_words.hpp"

namespace ekg {
namespace {

bool acts(EntityKind kind) { return kind != EntityKind::place && kind != EntityKind::other; }

bool acts(MentionKind kind) {
  switch (kind) {
    case MentionKind::person:
    case MentionKind::organization:
    case MentionKind::government:
    case MentionKind::military:
    case MentionKind::armed_group:
    case MentionKind::country:
    case MentionKind::media:
    case MentionKind::group:
    case MentionKind::nationality:
      return true;
    default:
      return false;
  }
}

std::string_view words_of(const Trees& trees, TokenIndex head) {
  TokenIndex first = head, last = head;
  for (TokenIndex c : trees.children(head)) {
    switch (trees.relation(c)) {
      case Deprel::amod:
      case Deprel::compound:
      case Deprel::nummod:
      case Deprel::flat:
        first = std::min(first, trees.extent(c, true).first);
        last = std::max(last, c);
        break;
      default:
        break;
    }
    if (trees.at(c).deprel == Deprel::nmod_poss) first = std::min(first, trees.extent(c, true).first);
  }
  const ParsedDocument& parsed = trees.parsed();
  return parsed.document->at({parsed.tokens[first].span.begin, parsed.tokens[last].span.end});
}

bool is_named(const Trees& trees, std::int32_t chain) {
  return std::ranges::any_of(trees.mentions_of(chain), [&](std::uint32_t row) {
    return trees.parsed().mentions[row].form == MentionForm::named;
  });
}

class PartyFinder {
 public:
  PartyFinder(const Trees& trees, const FunctionWords& words) : trees_(trees), words_(words) {}

  std::vector<FoundParty> find(TokenIndex head) {
    head = antecedent(trees_, head);
    std::vector<TokenIndex> heads = trees_.conjuncts(head);
    add_neighbours(heads);
    std::sort(heads.begin(), heads.end());
    for (TokenIndex one : heads)
      if (trees_.is_nominal(one)) add(one, 0);
    if (found_.size() > 1)
      std::erase_if(found_, [](const FoundParty& f) { return f.projected && f.party.name.empty(); });
    return std::move(found_);
  }

 private:
  // Long names hide coordination from the parser: "A and B" where B is a mention inside the phrase of A.
  void add_neighbours(std::vector<TokenIndex>& heads) const {
    const std::vector<Mention>& mentions = trees_.parsed().mentions;
    for (std::size_t i = 0; i < heads.size() && heads.size() < 20; ++i) {
      const auto mention = mention_headed_by(trees_.parsed(), heads[i]);
      if (!mention) continue;
      const TokenIndex and_at = mentions[*mention].last;
      if (and_at + 1 >= trees_.parsed().tokens.size() || trees_.at(and_at).upos != Upos::CCONJ) continue;
      auto next = std::lower_bound(mentions.begin(), mentions.end(), and_at + 1,
                                   [](const Mention& m, TokenIndex t) { return m.first < t; });
      if (next == mentions.end() || next->first != and_at + 1 || !acts(next->kind)) continue;
      if (next->form == MentionForm::adjective || !trees_.dominates(heads[i], next->head)) continue;
      if (std::find(heads.begin(), heads.end(), next->head) == heads.end()) heads.push_back(next->head);
    }
  }

  void add(TokenIndex head, int depth) {
    if (depth > 4) return;
    const bool one_member =
        trees_.lemma(head) == "member" && trees_.at(head).xpos == Xpos::NN;  // "of parliament"
    if ((words_.is("partitives", trees_.lemma(head)) && !one_member) || trees_.at(head).upos == Upos::NUM ||
        trees_.at(head).xpos == Xpos::DT)
      for (TokenIndex c : trees_.children(head))
        if (trees_.relation(c) == Deprel::nmod && trees_.marker(c) == "of") {
          const std::size_t before = found_.size();
          for (TokenIndex one : trees_.conjuncts(c)) add(one, depth + 1);
          if (found_.size() > before) return;
        }
    const auto mention = mention_of(head);
    if (mention) {
      const Mention& m = trees_.parsed().mentions[*mention];
      if (speaks_for_body(head, m, depth)) return;
      if (split_by_nationality(head, *mention)) return;
      FoundParty found{party_of(trees_.parsed(), *mention), head, acts(m.kind), false};
      if (m.form == MentionForm::pronoun) {
        if (found.party.name.empty() || found.party.name == found.party.mention) return;
        found.agent = acts(found.party.kind);
        found.party.country = state_of_chain(m, found.party.country);
      }
      const bool steered = m.kind == MentionKind::weapon || m.kind == MentionKind::vehicle;
      if (const std::string owner = state_of_owner(head, m); !owner.empty()) found.party.country = owner;
      if (found.party.country.empty()) found.party.country = state_within(m);
      if (found.party.country.empty()) found.party.country = country_inside(trees_, head, false);
      if (steered && !found.party.country.empty()) found.agent = true;
      if (steered && !found.agent && project(head, depth)) return;
      if (found.agent || m.kind == MentionKind::place || (steered && depth == 0)) {
        found_.push_back(std::move(found));
        return;
      }
    }
    if (project(head, depth)) return;
    const Token& token = trees_.at(head);
    if (token.upos != Upos::NOUN && token.upos != Upos::PROPN) return;
    FoundParty found;
    found.party.mention = std::string(words_of(trees_, head));
    found.party.name = found.party.mention;
    found.party.country = country_inside(trees_, head, false);
    found.head = head;
    found_.push_back(std::move(found));
  }

  // The mention that the token heads; else the name around it, whose head the parser put elsewhere
  // ("president-elect Donald Trump").
  std::optional<std::size_t> mention_of(TokenIndex token) const {
    if (const auto headed = mention_headed_by(trees_.parsed(), token)) return headed;
    if (trees_.at(token).upos != Upos::PROPN) return std::nullopt;
    const std::vector<Mention>& mentions = trees_.parsed().mentions;
    // "Secretary of State John Brown": the name hung on the office.
    for (TokenIndex c : trees_.children(token))
      if (trees_.relation(c) == Deprel::nmod && trees_.marker(c) == "of")
        if (const auto named = mention_headed_by(trees_.parsed(), c);
            named && mentions[*named].kind == MentionKind::person &&
            mentions[*named].form == MentionForm::named)
          return named;
    auto next = std::upper_bound(mentions.begin(), mentions.end(), token,
                                 [](TokenIndex t, const Mention& m) { return t < m.first; });
    for (int steps = 0; next != mentions.begin() && steps < 8; ++steps) {
      --next;
      if (next->form == MentionForm::named && next->kind == MentionKind::person && next->last > token)
        return static_cast<std::size_t>(next - mentions.begin());
    }
    return std::nullopt;
  }

  // "A spokesperson for the Department said": a voice without a name speaks for its body.
  bool speaks_for_body(TokenIndex head, const Mention& voice, int depth) {
    if (voice.form != MentionForm::nominal || depth > 2 || !words_.is("voices", trees_.lemma(head)))
      return false;
    const std::vector<Mention>& mentions = trees_.parsed().mentions;
    if (voice.chain >= 0 && static_cast<std::size_t>(voice.chain) < trees_.parsed().parties.size() &&
        is_named(trees_, voice.chain))
      return false;
    const Mention* body = nullptr;
    for (const Mention& m : mentions_between(trees_.parsed(), voice.first, voice.last)) {
      const bool acts_alone = m.kind == MentionKind::organization || m.kind == MentionKind::government ||
                              m.kind == MentionKind::military || m.kind == MentionKind::armed_group ||
                              m.kind == MentionKind::media || m.kind == MentionKind::country;
      if (&m == &voice || m.last > voice.last || !acts_alone || m.form == MentionForm::pronoun) continue;
      if (body == nullptr || m.last - m.first > body->last - body->first) body = &m;
    }
    if (body == nullptr) return false;
    FoundParty found{party_of(trees_.parsed(), static_cast<std::size_t>(body - mentions.data())), head, true,
                     false};
    if (found.party.country.empty()) found.party.country = voice.country;
    found.party.mention =
        party_of(trees_.parsed(), static_cast<std::size_t>(&voice - mentions.data())).mention;
    found_.push_back(std::move(found));
    return true;
  }

  // Whose body it is says more than of which nation: "Ruritania's main ethnic Lydian party".
  std::string state_of_owner(TokenIndex head, const Mention& whole) const {
    if (whole.form != MentionForm::nominal && whole.kind == MentionKind::person) return {};
    for (TokenIndex c : trees_.children(head)) {
      if (trees_.at(c).deprel != Deprel::nmod_poss || c < whole.first) continue;
      const auto owner = mention_headed_by(trees_.parsed(), c);
      if (owner && trees_.parsed().mentions[*owner].kind == MentionKind::country)
        return trees_.parsed().mentions[*owner].country;
    }
    return {};
  }

  // The state that a mention inside the mention's own words tells ("French National Assembly president
  // Laurent Fabius").
  std::string state_within(const Mention& whole) const {
    for (const Mention& inner : mentions_between(trees_.parsed(), whole.first, whole.last))
      if (inner.last <= whole.last && !inner.country.empty()) return inner.country;
    return {};
  }

  // The state that any named or described mention of the chain tells.
  std::string state_of_chain(const Mention& pronoun, std::string known) {
    if (!known.empty() || pronoun.chain < 0) return known;
    for (const std::uint32_t row : trees_.mentions_of(pronoun.chain)) {
      const Mention& m = trees_.parsed().mentions[row];
      if (m.form == MentionForm::pronoun) continue;
      known = m.country.empty() ? country_inside(trees_, m.head, false) : m.country;
      if (!known.empty()) break;
    }
    return known;
  }

  // "Hungarian and Romanian officials" are two parties.
  bool split_by_nationality(TokenIndex head, std::size_t mention) {
    std::vector<const Mention*> states;
    for (TokenIndex c : trees_.children(head)) {
      if (trees_.relation(c) != Deprel::amod && trees_.relation(c) != Deprel::compound) continue;
      for (TokenIndex one : trees_.conjuncts(c))
        if (const auto inner = mention_headed_by(trees_.parsed(), one)) {
          const Mention& m = trees_.parsed().mentions[*inner];
          if (!m.country.empty() && (m.kind == MentionKind::nationality || m.kind == MentionKind::country) &&
              std::none_of(states.begin(), states.end(),
                           [&](const Mention* s) { return s->country == m.country; }))
            states.push_back(&m);
        }
    }
    const bool by_adjective = !states.empty();  // else "the leaders of A and B"
    if (!by_adjective && trees_.at(head).xpos == Xpos::NNS)
      for (TokenIndex c : trees_.children(head)) {
        if (trees_.relation(c) != Deprel::nmod || (trees_.marker(c) != "of" && trees_.marker(c) != "from"))
          continue;
        for (TokenIndex one : trees_.conjuncts(c))
          if (const auto inner = mention_headed_by(trees_.parsed(), one)) {
            const Mention& m = trees_.parsed().mentions[*inner];
            if (!m.country.empty() && m.kind == MentionKind::country && m.form == MentionForm::named)
              states.push_back(&m);
          }
      }
    if (states.size() < 2) return false;
    for (const Mention* state : states) {
      FoundParty found{party_of(trees_.parsed(), mention), head, true, false};
      found.party.country = state->country;
      const ParsedDocument& parsed = trees_.parsed();
      const std::string nation(parsed.document->at(
          {parsed.tokens[state->first].span.begin, parsed.tokens[state->last - 1].span.end}));
      const std::string people(parsed.text_of(head));
      found.party.mention =
          by_adjective ? fmt::format("{} {}", nation, people) : fmt::format("{} of {}", people, nation);
      found.party.name = found.party.mention;
      found.party.aliases.clear();
      found_.push_back(std::move(found));
    }
    return true;
  }

  // The party inside a phrase that is none itself: whose, of which nation, by or of whom.
  bool project(TokenIndex head, int depth) {
    const std::size_t before = found_.size();
    const auto take = [&](TokenIndex c) {
      for (TokenIndex one : trees_.conjuncts(antecedent(trees_, c))) {
        const auto inner = mention_headed_by(trees_.parsed(), one);
        if (!inner) {
          if (trees_.at(one).upos == Upos::NOUN && depth < 3) {
            const std::size_t at = found_.size();
            if (!project(one, depth + 1)) found_.resize(at);
          }
          continue;
        }
        const Mention& m = trees_.parsed().mentions[*inner];
        if (!acts(m.kind)) continue;
        FoundParty found{party_of(trees_.parsed(), *inner), one, true, true};
        if (found.party.country.empty()) found.party.country = country_inside(trees_, one, false);
        found_.push_back(std::move(found));
      }
      return found_.size() > before;
    };
    for (TokenIndex c : trees_.children(head))
      if (trees_.at(c).deprel == Deprel::nmod_poss && take(c)) return true;
    for (TokenIndex c : trees_.children(head))
      if ((trees_.relation(c) == Deprel::amod || trees_.relation(c) == Deprel::compound ||
           trees_.at(c).deprel == Deprel::nmod_desc) &&
          take(c))
        return true;
    for (std::string_view wanted : {"by", "from", "against", "with", "between", "of", "on", "for", "to"})
      for (TokenIndex c : trees_.children(head))
        if (trees_.relation(c) == Deprel::nmod && trees_.marker(c) == wanted && take(c)) return true;
    for (TokenIndex c : trees_.children(head))  // "claims that the army used the base"
      if ((trees_.relation(c) == Deprel::acl || trees_.relation(c) == Deprel::ccomp) &&
          trees_.has_child_lemma(c, Deprel::mark, "that"))
        if (const TokenIndex subject = trees_.child(c, Deprel::nsubj); subject != no_token && take(subject))
          return true;
    for (TokenIndex c : trees_.children(head))  // "the order signed by Tehran"
      if (trees_.relation(c) == Deprel::acl)
        for (TokenIndex o : trees_.children(c))
          if (trees_.relation(o) == Deprel::obl && (trees_.marker(o) == "by" || trees_.marker(o) == "from") &&
              take(o))
            return true;
    return false;
  }

  const Trees& trees_;
  const FunctionWords& words_;
  std::vector<FoundParty> found_;
};

}  // namespace

bool same_who(const Party& a, const Party& b) { return a.name == b.name && a.country == b.country; }

bool is_among(const std::vector<Party>& parties, const Party& party) {
  return std::ranges::any_of(parties, [&](const Party& known) { return same_who(known, party); });
}

void add_party(std::vector<Party>& parties, std::vector<TokenIndex>& heads, const FoundParty& found) {
  if (is_among(parties, found.party)) return;
  parties.push_back(found.party);
  heads.push_back(found.head);
}

std::vector<FoundParty> parties_of(const Trees& trees, const FunctionWords& words, TokenIndex head) {
  return PartyFinder(trees, words).find(head);
}

namespace {

// "A captain *convicted* of spying for Algeria" need not be Algerian; "rebels *based* in Sudan" are of there.
bool in_clause_about(const Trees& trees, TokenIndex token, TokenIndex head) {
  for (int steps = 0; token != head && token != no_token && steps < 50; token = trees.head(token), ++steps)
    if (trees.at(token).deprel == Deprel::acl && trees.marker(token).empty())
      return trees.lemma(token) != "base" && trees.lemma(token) != "live" &&
             trees.lemma(token) != "headquarter";
  return false;
}

}  // namespace

std::string country_inside(const Trees& trees, TokenIndex head, bool places_only) {
  const auto [first, last] = trees.extent(head, true);
  const ParsedDocument& parsed = trees.parsed();
  const Mention* best = nullptr;
  int best_rank = 0;
  const auto whole = mention_headed_by(parsed, head);
  const bool named_person = whole && parsed.mentions[*whole].form == MentionForm::named &&
                            parsed.mentions[*whole].kind == MentionKind::person;
  for (const Mention& m : mentions_between(parsed, first, last)) {
    if (m.last > last || m.country.empty() || m.head == head || !trees.dominates(head, m.head)) continue;
    if (in_clause_about(trees, m.head, head)) continue;
    // "Talks between A and B in Colombo": where somebody is, is not where somebody is from.
    if (const std::string_view marker = trees.marker(m.head);
        named_person && !marker.empty() && marker != "of" && marker != "from")
      continue;
    const bool place = m.kind == MentionKind::country || m.kind == MentionKind::place;
    if (places_only && !place) continue;
    // Own modifiers first ("Palestinian homes"), then a place inside the phrase ("rebels in the Ivory
    // Coast").
    int rank = place || m.kind == MentionKind::nationality ? 1 : 0;
    const Deprel exact = trees.at(m.head).deprel;
    const bool hangs_on_it = trees.head(m.head) == head;
    if (hangs_on_it && (trees.relation(m.head) != Deprel::nmod || exact == Deprel::nmod_desc)) rank = 3;
    if (hangs_on_it && place) rank = std::max(rank, 2);
    if (hangs_on_it && exact == Deprel::nmod_poss) rank = 3;
    if (rank > best_rank) {
      best = &m;
      best_rank = rank;
    }
  }
  return best ? best->country : std::string();
}

std::vector<PlaceName> places_of(const Trees& trees, const Frame& frame) {
  std::vector<PlaceName> places;
  const ParsedDocument& parsed = trees.parsed();
  const auto add_named = [&](const auto& self, TokenIndex head) -> void {
    for (TokenIndex one : trees.conjuncts(head)) {
      const auto mention = mention_headed_by(parsed, one);
      if (!mention) continue;
      const Mention& m = parsed.mentions[*mention];
      if (m.kind != MentionKind::place && m.kind != MentionKind::country) continue;
      PlaceName place;
      if (m.form == MentionForm::named) {
        place.name = m.name.empty() ? stripped_name(parsed, m) : m.name;
        place.country = m.country;
      } else {  // "the country", "the city": whichever was named; "areas" are no place on a map
        for (TokenIndex c : trees.children(one))  // "the towns of Jabla and Tartus"
          if (trees.relation(c) == Deprel::nmod && trees.marker(c) == "of") self(self, c);
        const Party named = party_of(parsed, *mention);
        if (m.chain < 0 || !is_named(trees, m.chain)) continue;
        place.name = named.name;
        place.country = named.country;
      }
      if (std::find(places.begin(), places.end(), place) == places.end()) places.push_back(std::move(place));
    }
  };
  const auto add = [&](TokenIndex head) { add_named(add_named, head); };
  for (const Argument& argument : frame.arguments) {
    const bool at_place = argument.function == Function::prep && is_place_preposition(argument.preposition);
    if (at_place) add(argument.head);
    if (argument.function == Function::obj || argument.function == Function::prep)
      for (TokenIndex c : trees.children(argument.head)) {
        const std::string_view marker = trees.marker(c);
        // "clashed with forces in Bakhmut": where the other side stands.
        const bool where = at_place || argument.function == Function::obj ? is_place_preposition(marker)
                                                                          : is_standing_preposition(marker);
        if (trees.relation(c) == Deprel::nmod && where) add(c);
      }
    if (argument.function == Function::obj) add(argument.head);
  }
  return places;
}

}  // namespace ekg
