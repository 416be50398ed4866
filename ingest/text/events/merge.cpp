#include "ingest/text/events/merge.hpp"

#include <algorithm>
#include <map>

namespace ekg {
namespace {

constexpr std::size_t window = 12;

bool same_party(const Party& a, const Party& b) {
  if (a.name == b.name) return true;
  for (const std::string& alias : a.aliases)
    if (alias == b.name) return true;
  for (const std::string& alias : b.aliases)
    if (alias == a.name) return true;
  return !a.country.empty() && a.country == b.country && a.kind == b.kind && a.sector == b.sector &&
         a.kind != EntityKind::person && a.kind != EntityKind::organization;
}

enum class Match { unknown, same, different };

Match compare(const std::vector<Party>& a, const std::vector<Party>& b) {
  if (a.empty() || b.empty()) return Match::unknown;
  for (const Party& x : a)
    for (const Party& y : b)
      if (same_party(x, y)) return Match::same;
  return Match::different;
}

bool definite(const Trees& trees, TokenIndex noun) {
  for (TokenIndex c : trees.children(noun))
    if (trees.relation(c) == Deprel::det)
      return trees.lemma(c) == "the" || trees.lemma(c) == "this" || trees.lemma(c) == "that" ||
             trees.lemma(c) == "these";
  return false;
}

bool unreal(Status status) {
  return status == Status::planned || status == Status::hypothetical || status == Status::negated;
}

bool mergeable(const Trees& trees, const EventDraft& first, const EventDraft& second) {
  if (first.type->speech || second.type->speech || first.type->outer || second.type->outer) return false;
  if (first.type->family.empty() || first.type->family != second.type->family) return false;
  const bool aim = trees.head(second.trigger.token) == first.trigger.token && first.type == second.type;
  if (!aim && unreal(first.record.status) != unreal(second.record.status)) return false;
  if (first.time_own && second.time_own && first.record.time && second.record.time &&
      !first.record.time->overlaps(*second.record.time))
    return false;
  if ((first.type->name == "war") != (second.type->name == "war")) return false;
  // "battled them in small-scale clashes": the noun inside the clause names the same act.
  if (second.record.actors.empty() && second.record.recipients.empty() &&
      second.trigger.frame.word_class == WordClass::noun && first.type == second.type &&
      trees.head(second.trigger.token) == first.trigger.token)
    return true;
  // "met to discuss": the aim of the act is a part of it.
  const Deprel relation = trees.relation(second.trigger.token);
  const bool hangs = trees.head(second.trigger.token) == first.trigger.token;
  const Match actors = compare(first.record.actors, second.record.actors);
  // "Blocked the road in protest": the noun says what the act was.
  if (hangs && relation == Deprel::obl && second.trigger.frame.word_class == WordClass::noun &&
      actors == Match::same)
    return true;
  // "Were killed and injured": two words for what befell the same people.
  if (hangs && relation == Deprel::conj && first.type->name == second.type->name &&
      actors != Match::different && !first.recipient_heads.empty() &&
      first.recipient_heads == second.recipient_heads)
    return true;
  const Match recipients = compare(first.record.recipients, second.record.recipients);
  if (hangs && first.type->name == second.type->name && actors == Match::same &&
      (relation == Deprel::advcl || relation == Deprel::xcomp))
    return true;
  // "our meeting, when we discussed", "an attack, with ten people killed": a clause says more of the noun.
  if (hangs && first.trigger.frame.word_class == WordClass::noun &&
      (relation == Deprel::advcl || relation == Deprel::acl) &&
      (first.type->name == second.type->name ? actors != Match::different
                                             : actors != Match::different && recipients != Match::different))
    return true;
  if (actors == Match::different || recipients == Match::different) return false;
  const std::uint32_t gap = trees.sentence(second.trigger.token) - trees.sentence(first.trigger.token);
  if (actors == Match::same && recipients == Match::same) return true;
  if (actors == Match::same || recipients == Match::same)
    return first.type == second.type &&
           (gap <= 1 || trees.lemma(first.trigger.token) == trees.lemma(second.trigger.token));
  // Nothing but the noun: "the attack", said of the attack just told.
  return gap <= 3 && second.trigger.frame.word_class == WordClass::noun && second.record.actors.empty() &&
         second.record.recipients.empty() && first.type->name == second.type->name &&
         definite(trees, second.trigger.token);
}

bool is_thing(const Party& party) {
  return party.kind == EntityKind::other || party.kind == EntityKind::place;
}

bool only_things(const std::vector<Party>& parties) { return std::ranges::all_of(parties, is_thing); }

void merge_into(EventDraft& kept, EventDraft& other) {
  EventRecord& record = kept.record;
  if (record.actors.empty()) record.actors = std::move(other.record.actors);
  if (record.recipients.empty()) record.recipients = std::move(other.record.recipients);
  // "Struck a building, killing seven guards": done to them too.
  else if (only_things(record.recipients))
    for (std::size_t i = 0; i < other.record.recipients.size(); ++i) {
      if (is_thing(other.record.recipients[i])) continue;
      record.recipients.push_back(other.record.recipients[i]);
      kept.recipient_heads.push_back(other.recipient_heads[i]);
    }
  for (const PlaceName& place : other.record.places)
    if (std::find(record.places.begin(), record.places.end(), place) == record.places.end())
      record.places.push_back(place);
  for (const EventQuantity& quantity : other.record.quantities)
    if (std::find(record.quantities.begin(), record.quantities.end(), quantity) == record.quantities.end())
      record.quantities.push_back(quantity);
  for (const Attribution& voice : other.record.attribution)
    if (std::none_of(record.attribution.begin(), record.attribution.end(), [&](const Attribution& known) {
          return known.by.name == voice.by.name && known.stance == voice.stance;
        }))
      record.attribution.push_back(voice);
  if (!kept.time_own && other.time_own) {
    record.time = other.record.time;
    record.time_text = other.record.time_text;
    kept.time_own = true;
  }
  if (other.record.status == Status::confirmed ||
      (record.status == Status::reported && other.record.status == Status::asserted))
    record.status = other.record.status;
  record.mentions.insert(record.mentions.end(), other.record.mentions.begin(), other.record.mentions.end());
  if (record.confidence && other.record.confidence && *other.record.confidence > *record.confidence) {
    record.confidence = other.record.confidence;
    kept.weighed = std::move(other.weighed);
  }
  kept.notes.emplace_back("told again", other.record.type, other.record.mentions.front().text, "");
  kept.notes.insert(kept.notes.end(), other.notes.begin(), other.notes.end());
}

// "Speaking on Monday, she said": the participle is the same speech.
bool only_opens_speech(const Trees& trees, const std::vector<EventDraft>& drafts, const EventDraft& draft) {
  const TokenIndex verb = draft.trigger.token, head = trees.head(verb);
  if (trees.relation(verb) != Deprel::advcl || trees.at(verb).xpos != Xpos::VBG ||
      !trees.marker(verb).empty())
    return false;
  if (head == no_token) return false;
  return std::ranges::any_of(drafts_between(drafts, head, head + 1), [&](const EventDraft& other) {
    return other.type->speech && compare(other.record.actors, draft.record.actors) == Match::same;
  });
}

// By the head of each speaker of a statement, where the first of these statements has its verb.
using SpeakerHeads = std::map<TokenIndex, TokenIndex>;

SpeakerHeads speaker_heads(const std::vector<EventDraft>& drafts) {
  SpeakerHeads heads;
  for (const EventDraft& draft : drafts)
    if (draft.type->name == "statement")
      for (const TokenIndex head : draft.actor_heads) heads.emplace(head, draft.trigger.token);
  return heads;
}

// "The claim comes from Rachman, who said": the relative clause goes on with the same speech.
bool goes_on_with_speech(const Trees& trees, const SpeakerHeads& speakers, const EventDraft& draft) {
  const TokenIndex verb = draft.trigger.token;
  if (trees.at(verb).deprel != Deprel::acl_relcl) return false;
  const auto speaker = speakers.find(trees.head(verb));
  return speaker != speakers.end() && speaker->second < verb;
}

// "I recall", "we believe": the speaker's own words in the present are the speech, not one more. A post or a
// speech that stands alone keeps its first one.
bool speaks_of_itself(const Trees& trees, const std::vector<EventDraft>& drafts, const EventDraft& draft) {
  const Argument* subject = draft.trigger.frame.first(Function::subj);
  if (subject == nullptr || trees.at(draft.trigger.token).xpos != Xpos::VBP) return false;
  // "I recall our meeting": what is told is the meeting.
  const bool tells_of_another =
      std::ranges::any_of(trees.children(draft.trigger.token), [&](TokenIndex child) {
        return trees.relation(child) == Deprel::obj && !drafts_between(drafts, child, child + 1).empty();
      });
  if (!draft.attributed && !tells_of_another) return false;
  const std::string_view word = trees.lemma(subject->head);
  return word == "I" || word == "i" || word == "we";
}

// An event noun that tells neither who, nor to whom, nor when, nor, of violence, where.
bool tells_nothing(const EventDraft& draft) {
  const EventRecord& record = draft.record;
  return record.actors.empty() && record.recipients.empty() && !draft.time_own &&
         (record.places.empty() || draft.type->family != "violence");
}

bool empty(const Trees& trees, double threshold, const std::vector<EventDraft>& drafts,
           const SpeakerHeads& speakers, std::size_t index) {
  const EventDraft& draft = drafts[index];
  const EventRecord& record = draft.record;
  if (draft.type->name == "statement" || draft.type->name == "denial") {
    if (record.actors.empty() || only_opens_speech(trees, drafts, draft) ||
        goes_on_with_speech(trees, speakers, draft) || speaks_of_itself(trees, drafts, draft))
      return true;
    if (draft.outer == no_event) return false;
    const EventDraft& outer = drafts[draft.outer];
    return outer.type->name == "statement" && compare(outer.record.actors, record.actors) == Match::same;
  }
  if (record.confidence && *record.confidence < threshold) return true;
  // "Due to": a preposition.
  switch (trees.relation(draft.trigger.token)) {
    case Deprel::case_:
    case Deprel::mark:
    case Deprel::fixed:
    case Deprel::aux:
      return true;
    default:
      break;
  }
  // "An aid convoy": the word says what kind of thing it is.
  if (trees.relation(draft.trigger.token) == Deprel::compound && record.actors.empty() &&
      record.recipients.empty())
    return true;
  // "Nobody was hurt".
  if (record.status == Status::negated && record.actors.empty() && record.recipients.empty()) return true;
  return tells_nothing(draft) &&
         (draft.trigger.frame.word_class == WordClass::noun ||
          trees.relation(draft.trigger.token) == Deprel::amod) &&
         trees.head(draft.trigger.token) != no_token;
}

// Keeps the drafts `kept`, ascending; what pointed to a draft points to target[it], or to nothing.
void keep_only(std::vector<EventDraft>& drafts, const std::vector<std::size_t>& kept,
               const std::vector<std::size_t>& target) {
  std::vector<std::size_t> number(drafts.size(), no_event);
  for (std::size_t k = 0; k < kept.size(); ++k) number[kept[k]] = k;
  const auto moved = [&](std::size_t old) {
    return old == no_event || target[old] == no_event ? no_event : number[target[old]];
  };
  for (std::size_t k = 0; k < kept.size(); ++k) {  // in place: a book has many drafts
    EventDraft& draft = drafts[kept[k]];
    draft.about = moved(draft.about);
    draft.outer = moved(draft.outer);
    if (kept[k] != k) drafts[k] = std::move(draft);
  }
  drafts.erase(drafts.begin() + static_cast<std::ptrdiff_t>(kept.size()), drafts.end());
}

}  // namespace

void merge_drafts(const Trees& trees, std::vector<EventDraft>& drafts) {
  std::vector<std::size_t> target(drafts.size());
  std::vector<std::size_t> kept;
  std::map<std::string_view, std::vector<std::size_t>> kept_of_family;
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    target[i] = i;
    std::vector<std::size_t>& family = kept_of_family[drafts[i].type->family];
    for (std::size_t back = 1; back <= std::min(window, family.size()); ++back) {
      const std::size_t earlier = family[family.size() - back];
      if (!mergeable(trees, drafts[earlier], drafts[i])) continue;
      merge_into(drafts[earlier], drafts[i]);
      target[i] = earlier;
      break;
    }
    if (target[i] != i) continue;
    kept.push_back(i);
    family.push_back(i);
  }
  keep_only(drafts, kept, target);
}

void drop_empty(const Trees& trees, double threshold, std::vector<EventDraft>& drafts) {
  std::vector<std::size_t> target(drafts.size());
  std::vector<std::size_t> kept;
  const SpeakerHeads speakers = speaker_heads(drafts);
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    target[i] = i;
    if (empty(trees, threshold, drafts, speakers, i))
      target[i] = no_event;
    else
      kept.push_back(i);
  }
  keep_only(drafts, kept, target);
}

}  // namespace ekg
