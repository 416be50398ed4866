#include "ingest/text/events/roles.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "ingest/text/events/parties.hpp"
#include "ingest/text/mentions.hpp"

namespace ekg {
namespace {

bool same(const Source& source, const Argument& argument) {
  return source.function == argument.function &&
         (source.function != Function::prep || source.preposition == argument.preposition);
}

bool collective_without_state(const Party& party) {
  return party.sector == "IGO" || party.sector == "NGO" || party.sector == "MNC" || party.sector == "IMG" ||
         party.kind == EntityKind::country || party.kind == EntityKind::media ||
         party.kind == EntityKind::organization;
}

// Where a named place lies is not told by the state that somebody else has.
bool is_named_place(const Party& party) {
  return party.kind == EntityKind::place && !party.name.empty() &&
         !(party.name.front() >= 'a' && party.name.front() <= 'z');
}

class RoleFiller {
 public:
  RoleFiller(const Trees& trees, const FunctionWords& words) : trees_(trees), words_(words) {}

  void fill(EventDraft& draft) {
    for (const RoleRule& rule : draft.trigger.predicate->roles) {
      if (rule.role == FrameRole::actor)
        from_sources(draft, rule, draft.record.actors, draft.actor_heads, true);
      else if (rule.role == FrameRole::recipient)
        from_sources(draft, rule, draft.record.recipients, draft.recipient_heads, false);
    }
    implied_actor(draft);
    // Nobody acts on himself by the same words.
    std::vector<Party>& recipients = draft.record.recipients;
    for (std::size_t i = recipients.size(); i-- > 0;)
      if (std::find(draft.actor_heads.begin(), draft.actor_heads.end(), draft.recipient_heads[i]) !=
          draft.actor_heads.end()) {
        recipients.erase(recipients.begin() + static_cast<std::ptrdiff_t>(i));
        draft.recipient_heads.erase(draft.recipient_heads.begin() + static_cast<std::ptrdiff_t>(i));
      }
  }

 private:
  // The first source with a party fills the role. A phrase that names nobody who can act serves as a
  // recipient only when no later source has one who can.
  void from_sources(const EventDraft& draft, const RoleRule& rule, std::vector<Party>& parties,
                    std::vector<TokenIndex>& heads, bool actor) {
    if (!parties.empty()) return;
    std::vector<FoundParty> second_best;
    for (const Source& source : rule.sources) {
      bool any = false;
      for (const Argument& argument : draft.trigger.frame.arguments) {
        if (!same(source, argument) || trees_.is_verb(argument.head)) continue;
        const bool part_of_trigger = is_consumed(draft, argument.head);
        for (FoundParty& found : parties_of(trees_, words_, argument.head)) {
          if (part_of_trigger && found.head == argument.head && (!found.agent || found.party.country.empty()))
            continue;  // the inquiry that was opened
          // "threw his weight behind it": whose weight it was acts already.
          if (!actor && is_among(draft.record.actors, found.party)) continue;
          // A name that no map knows and that does what only actors do is an actor: "the Lake Front
          // withdrew".
          if (actor && source.function == Function::subj && found.party.kind == EntityKind::place &&
              found.party.country.empty() && trees_.at(found.head).upos == Upos::PROPN)
            found.agent = true, found.party.kind = EntityKind::organization;
          if (found.agent) {
            add_party(parties, heads, found);
            any = true;
          } else if (!actor && second_best.empty()) {
            second_best.push_back(std::move(found));
          }
        }
      }
      if (any) return;
    }
    for (const Source& source : rule.sources)
      if (source.function == Function::prep && inside_object(draft, source.preposition, parties, heads))
        return;
    for (const FoundParty& found : second_best) add_party(parties, heads, found);
  }

  // "exported copper to South Korea": parsers hang the phrase on the object as often as on the verb.
  bool inside_object(const EventDraft& draft, std::string_view preposition, std::vector<Party>& parties,
                     std::vector<TokenIndex>& heads) {
    if (draft.trigger.frame.word_class != WordClass::verb || preposition == "of") return false;
    for (const Argument& argument : draft.trigger.frame.arguments)
      if ((argument.function == Function::obj && !argument.inherited) ||
          (argument.function == Function::prep &&
           argument.preposition == "in"))  // "30 million dollars in aid to"
        if (look_inside(argument.head, preposition, parties, heads, 0)) return true;
    return false;
  }

  bool look_inside(TokenIndex noun, std::string_view preposition, std::vector<Party>& parties,
                   std::vector<TokenIndex>& heads, int depth) {
    for (TokenIndex c : trees_.children(noun)) {
      if (trees_.relation(c) != Deprel::nmod || trees_.at(c).deprel == Deprel::nmod_poss) continue;
      if (trees_.marker(c) == preposition) {
        bool any = false;
        for (const FoundParty& found : parties_of(trees_, words_, c))
          if (found.agent && !found.projected) add_party(parties, heads, found), any = true;
        if (any) return true;
      } else if (depth < 2 && look_inside(c, preposition, parties, heads, depth + 1)) {
        return true;
      }
    }
    return false;
  }

  // Who holds the instrument acts ("Russian aircraft killed"); who does a thing by a light verb does what its
  // noun says.
  void implied_actor(EventDraft& draft) {
    if (!draft.record.actors.empty()) return;
    for (const RoleRule& rule : draft.trigger.predicate->roles)
      if (rule.role == FrameRole::instrument)
        from_sources(draft, rule, draft.record.actors, draft.actor_heads, true);
    if (!draft.record.actors.empty() || draft.trigger.frame.word_class != WordClass::noun) return;
    const RoleRule subject{FrameRole::actor, {{Function::subj, {}}}};
    from_sources(draft, subject, draft.record.actors, draft.actor_heads, true);
  }

  static bool is_consumed(const EventDraft& draft, TokenIndex token) {
    return std::find(draft.trigger.consumed.begin(), draft.trigger.consumed.end(), token) !=
           draft.trigger.consumed.end();
  }

  const Trees& trees_;
  const FunctionWords& words_;
};

}  // namespace

void fill_roles(const Trees& trees, const FunctionWords& words, std::vector<EventDraft>& drafts) {
  RoleFiller filler(trees, words);
  for (EventDraft& draft : drafts) filler.fill(draft);
}

namespace {

// By country, the first mention of the document that names it.
using StateNames = std::map<std::string_view, const Mention*>;

StateNames state_names(const ParsedDocument& parsed) {
  StateNames names;
  const auto is_state = [&](const Mention& mention) {
    if (mention.kind == MentionKind::country || mention.kind == MentionKind::nationality) return true;
    const auto chain = static_cast<std::size_t>(mention.chain);  // a state that acts counts as its government
    return mention.form == MentionForm::named && mention.chain >= 0 && chain < parsed.parties.size() &&
           parsed.parties[chain].kind == EntityKind::country && parsed.parties[chain].name == mention.name;
  };
  for (const Mention& mention : parsed.mentions)
    if (!mention.country.empty() && !mention.name.empty() && is_state(mention))
      names.emplace(mention.country, &mention);
  return names;
}

// Makes the party its state, by the name that the document gives it.
void name_state(const ParsedDocument& parsed, const StateNames& names, Party& party) {
  party.kind = EntityKind::country;
  party.name = party.country;
  party.aliases.clear();
  const auto found = names.find(party.country);
  if (found == names.end()) return;
  const Mention& mention = *found->second;
  party.name = mention.name;
  if (party.mention.empty())
    party.mention = std::string(parsed.document->at(
        {parsed.tokens[mention.first].span.begin, parsed.tokens[mention.last - 1].span.end}));
}

void add_state(const ParsedDocument& parsed, const StateNames& names, EventDraft& draft,
               const std::string& country) {
  draft.implicit_party = true;
  Party state;
  state.country = country;
  state.inferred = true;
  name_state(parsed, names, state);
  draft.record.recipients.push_back(std::move(state));
  draft.recipient_heads.push_back(no_token);
  draft.notes.push_back("recipient: the state in which it happens");
}

// The draft that "the deployment" goes back to: the last of that family told before it by an event with
// actors.
const EventDraft* antecedent_event(const ParsedDocument& parsed, const std::vector<EventDraft>& drafts,
                                   TokenIndex noun, TokenIndex first_of_clause) {
  const auto at_noun = drafts_between(drafts, noun, noun + 1);
  if (at_noun.empty()) return nullptr;
  const EventDraft& own = at_noun.back();
  if (!own.record.actors.empty() || parsed.tokens[noun].upos != Upos::NOUN) return nullptr;
  const auto before = drafts_between(drafts, 0, first_of_clause);
  const auto found = std::find_if(before.rbegin(), before.rend(), [&](const EventDraft& draft) {
    return draft.type->family == own.type->family && !draft.record.actors.empty();
  });
  return found == before.rend() ? nullptr : &*found;
}

// A thing without a state is nobody's vertex: "a range of issues", "their obligations". An event is none
// either, it has its own record: who "criticised the deployment" criticises those who deployed; of "the
// attacks in Latakia" only the state remains.
void drop_things(const ParsedDocument& parsed, const StateNames& names, std::vector<EventDraft>& drafts) {
  for (EventDraft& draft : drafts) {
    std::vector<Party>& parties = draft.record.recipients;
    const auto acts_itself = [&](const Party& p) {
      return std::ranges::any_of(draft.record.actors, [&](const Party& a) {
        return same_who(a, p) || (!p.country.empty() && a.country == p.country);
      });
    };
    for (std::size_t i = parties.size(); i-- > 0;) {
      if (parties[i].kind != EntityKind::other) continue;
      const TokenIndex head = draft.recipient_heads[i];
      const bool is_event = head != no_token && !drafts_between(drafts, head, head + 1).empty();
      if (is_event) {
        const EventDraft* meant =
            antecedent_event(parsed, drafts, draft.recipient_heads[i], draft.trigger.token);
        if (meant != nullptr && std::ranges::none_of(meant->record.actors, acts_itself)) {
          parties[i] = meant->record.actors.front();
          parties[i].inferred = true;
          draft.notes.push_back("recipient: who did what the noun goes back to");
          continue;
        }
      }
      if (!parties[i].country.empty() && !(is_event && acts_itself(parties[i]))) {
        if (is_event) name_state(parsed, names, parties[i]), parties[i].inferred = true;
        continue;
      }
      parties.erase(parties.begin() + static_cast<std::ptrdiff_t>(i));
      draft.recipient_heads.erase(draft.recipient_heads.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
}

}  // namespace

namespace {

bool of_an_actor(const EventDraft& draft, const std::string& country) {
  return std::ranges::any_of(draft.record.actors,
                             [&](const Party& actor) { return actor.country == country; });
}

}  // namespace

void fill_content_roles(const Trees& trees, const FunctionWords& words, std::vector<EventDraft>& drafts) {
  const ParsedDocument& parsed = trees.parsed();
  const StateNames names = state_names(parsed);
  const auto drafts_of_subtree = [&](TokenIndex root) {
    const auto [first, last] = trees.extent(root, false);
    return drafts_between(drafts, first, last);
  };
  const auto is_actor = [](const EventDraft& draft, const Party& party) {
    return std::any_of(draft.record.actors.begin(), draft.record.actors.end(), [&](const Party& p) {
      return same_who(p, party) || (!p.country.empty() && p.country == party.country);
    });
  };
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    EventDraft& draft = drafts[i];
    if (!draft.record.recipients.empty()) continue;
    std::vector<TokenIndex> contents;
    for (const Argument& argument : draft.trigger.frame.arguments)
      if (argument.function == Function::xcomp || argument.function == Function::ccomp)
        contents.push_back(argument.head);
    const bool wants = draft.type->outer || draft.type->name == "accusation";
    if (draft.type->family == "request" || draft.type->name == "accusation")
      for (TokenIndex content : contents)
        if (const TokenIndex subject = trees.child(content, Deprel::nsubj);
            subject != no_token && draft.record.recipients.empty())
          for (const FoundParty& found : parties_of(trees, words, subject))
            if (found.agent) add_party(draft.record.recipients, draft.recipient_heads, found);
    if (draft.type->family == "request")  // "called for the president's help": whose help is asked for
      for (const Argument& argument : draft.trigger.frame.arguments)
        if (argument.function == Function::prep && argument.preposition == "for" &&
            draft.record.recipients.empty())
          for (TokenIndex c : trees.children(argument.head))
            if (trees.at(c).deprel == Deprel::nmod_poss)
              for (const FoundParty& found : parties_of(trees, words, c))
                if (found.agent && !is_actor(draft, found.party))
                  add_party(draft.record.recipients, draft.recipient_heads, found);
    if (!wants || !draft.record.recipients.empty()) continue;
    for (TokenIndex content : contents)
      for (const EventDraft& inner : drafts_of_subtree(content))
        if (&inner != &draft && draft.record.recipients.empty() &&
            trees.dominates(content, inner.trigger.token))
          for (std::size_t r = 0; r < inner.record.recipients.size(); ++r)
            if (!is_actor(draft, inner.record.recipients[r])) {
              draft.record.recipients.push_back(inner.record.recipients[r]);
              draft.recipient_heads.push_back(inner.recipient_heads[r]);
            }
    if (!draft.record.recipients.empty()) continue;
    // The first other party that the content names: "willing to withdraw its troops from Lebanon".
    TokenIndex root = contents.empty() ? draft.trigger.token : contents.front();
    const auto [first, last] = trees.extent(root, false);
    for (const Mention& mention : mentions_between(parsed, first, last)) {
      if (!draft.record.recipients.empty()) break;
      if (mention.last > last || mention.country.empty()) continue;
      if (mention.first <= draft.trigger.token || !trees.dominates(root, mention.head)) continue;
      if (mention.kind != MentionKind::country && mention.kind != MentionKind::nationality &&
          mention.kind != MentionKind::government && mention.kind != MentionKind::group &&
          mention.kind != MentionKind::armed_group && mention.kind != MentionKind::person &&
          mention.kind != MentionKind::organization && mention.kind != MentionKind::military)
        continue;
      const auto widest = mention_headed_by(parsed, mention.head);
      if (!widest || &parsed.mentions[*widest] != &mention) continue;
      for (const FoundParty& found : parties_of(trees, words, mention.head))
        if (!is_actor(draft, found.party) && found.agent)
          add_party(draft.record.recipients, draft.recipient_heads, found);
    }
  }
  // The state of the place where it happens: of parties whose state is not told, and of whom it is done to.
  for (EventDraft& draft : drafts) {
    if (draft.type->name == "statement") continue;
    std::string state, name;
    for (const PlaceName& place : places_of(trees, draft.trigger.frame))
      if (!place.country.empty() && state.empty()) {
        state = place.country;
        name = place.name;
      }
    if (state.empty()) continue;
    if (!draft.type->between_states)
      for (Party& party : draft.record.recipients)
        if (party.country.empty() && !collective_without_state(party) && !is_named_place(party))
          party.country = state, party.inferred = true;
    if (draft.record.recipients.empty() && !draft.record.actors.empty() && draft.type->on_a_state) {
      Party party;
      party.name = name;
      party.mention = name;
      party.kind = EntityKind::place;
      party.country = state;
      party.inferred = true;
      draft.record.recipients.push_back(std::move(party));
      draft.recipient_heads.push_back(no_token);
      draft.notes.push_back("recipient: the place where it happens");
    }
  }
  // A protest is against somebody; where nobody is named, people stand against their own state.
  for (EventDraft& draft : drafts) {
    if (draft.type->name != "protest") continue;
    const auto told = [](const Party& party) { return !party.country.empty(); };
    if (std::any_of(draft.record.recipients.begin(), draft.record.recipients.end(), told)) continue;
    const auto actor = std::find_if(draft.record.actors.begin(), draft.record.actors.end(), told);
    if (actor != draft.record.actors.end()) add_state(parsed, names, draft, actor->country);
  }
  // Whom they will protest against is threatened.
  for (std::size_t i = 0; i < drafts.size(); ++i)
    if (drafts[i].type->name == "threat" && drafts[i].record.recipients.empty())
      for (const EventDraft& inner : drafts)
        if (inner.outer == i && inner.type->name == "protest" && drafts[i].record.recipients.empty()) {
          drafts[i].record.recipients = inner.record.recipients;
          drafts[i].recipient_heads = inner.recipient_heads;
        }
  // Parties without a state, where the clause speaks of one state only, belong to that state.
  for (EventDraft& draft : drafts) {
    if (draft.type->name == "statement") continue;
    std::set<std::string> states;
    const auto spoken_of = [&](TokenIndex first, TokenIndex last) {
      for (const Mention& mention : mentions_between(parsed, first, last))
        if (mention.last <= last && !mention.country.empty()) states.insert(mention.country);
    };
    const auto [first, last] = trees.extent(draft.trigger.token, true);
    spoken_of(first, last);
    for (const auto* parties : {&draft.record.actors, &draft.record.recipients})
      for (const Party& party : *parties)
        if (!party.country.empty()) states.insert(party.country);
    const bool in_clause = !states.empty();
    if (!in_clause) {  // "In Ruritania, the junta freed two editors and promised reforms": the sentence's
      const Sentence& sentence = parsed.sentences[trees.sentence(draft.trigger.token)];
      spoken_of(sentence.first, sentence.last);
    }
    if (states.size() != 1) continue;
    // Two persons that meet somewhere need not both be of there.
    const bool persons_meet = draft.type->between_states &&
                              std::ranges::count(draft.record.actors, EntityKind::person, &Party::kind) > 1;
    for (auto* parties : {&draft.record.actors, &draft.record.recipients})
      for (Party& party : *parties)
        if (party.country.empty() && !collective_without_state(party) && !is_named_place(party) &&
            !(persons_meet && party.kind == EntityKind::person) &&
            !(party.kind == EntityKind::other && of_an_actor(draft, *states.begin())) &&
            (!draft.type->between_states ||
             (parties == &draft.record.recipients && !draft.record.actors.empty() &&
              draft.record.actors.front().country == *states.begin()))) {
          party.country = *states.begin();
          party.inferred = true;
          draft.notes.push_back("state: the only one spoken of, for " + party.name);
        }
    // Public order is between a state and its people.
    if (in_clause && draft.record.recipients.empty() &&
        (draft.type->name == "protest" || draft.type->name == "restriction"))
      add_state(parsed, names, draft, *states.begin());
  }
  // Whom a state's own authorities hold or restrict, and nobody says of which state they are, are of that
  // state.
  for (EventDraft& draft : drafts) {
    if ((draft.type->plover != "COERCE" && draft.rule != "may-harm" && draft.rule != "intent-to-harm") ||
        draft.record.actors.empty())
      continue;
    const Party& authority = draft.record.actors.front();
    if (authority.country.empty() || (authority.kind != EntityKind::government && authority.sector != "GOV" &&
                                      authority.sector != "COP" && authority.sector != "JUD"))
      continue;
    for (Party& party : draft.record.recipients)
      if (party.country.empty() && (!collective_without_state(party) || party.kind == EntityKind::media) &&
          !is_named_place(party) && party.kind != EntityKind::other) {
        party.country = authority.country;
        party.inferred = true;
        draft.notes.push_back("state: that of the authority, for " + party.name);
      }
  }
  drop_things(parsed, names, drafts);
}

}  // namespace ekg
