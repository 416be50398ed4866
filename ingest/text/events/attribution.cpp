#include "ingest/text/events/attribution.hpp"

#include <algorithm>

#include "ingest/text/events/parties.hpp"
#include "ingest/text/events/status.hpp"

namespace ekg {
namespace {

bool is_statement(const EventType& type) { return type.name == "statement" || type.name == "denial"; }

// Speech whose content is claimed to be so, not asked for, promised or refused.
bool claims(const EventType& type) { return type.speech && !type.outer; }

class Attributor {
 public:
  Attributor(const Trees& trees, const FunctionWords& words, std::vector<EventDraft>& drafts)
      : trees_(trees), words_(words), drafts_(drafts), draft_at_(trees.parsed().tokens.size(), no_event) {
    for (std::size_t i = 0; i < drafts.size(); ++i) draft_at_[drafts[i].trigger.token] = i;
  }

  void run() {
    for (std::size_t i = 0; i < drafts_.size(); ++i) climb(i);
    for (std::size_t i = 0; i < drafts_.size(); ++i) event_clause_pronoun(i);
    quotations();
    for (EventDraft& draft : drafts_) set_status(draft);
  }

 private:
  void climb(std::size_t self) {
    EventDraft& draft = drafts_[self];
    TokenIndex at = draft.trigger.token;
    // "…, which the president confirmed" is the writer's remark, whoever said what it is hung on.
    if (is_statement(*draft.type) && trees_.at(at).deprel == Deprel::acl_relcl &&
        trees_.has_child_lemma(at, Deprel::obj, "which"))
      return;
    bool direct = true;  // no other clause with claims of its own between the event and this word
    for (int steps = 0; at != no_token && steps < 16; ++steps) {
      for (TokenIndex c : trees_.children(at)) {
        const Deprel relation = trees_.relation(c);
        if (relation == Deprel::parataxis || (relation == Deprel::ccomp && c > at)) {
          const std::size_t speech = draft_at_[c];
          if (relation == Deprel::parataxis && speech != no_event && speech != self &&
              claims(*drafts_[speech].type) && c != draft.trigger.token &&
              trees_.child(c, Deprel::ccomp) == no_token && !trees_.dominates(c, draft.trigger.token))
            spoken_by(self, speech, direct);
        }
        if (relation == Deprel::obl || relation == Deprel::nmod || relation == Deprel::advcl) {
          const std::string_view marker = trees_.marker(c);
          if (marker == "accord" || marker == "according") named_source(draft, c);
        }
      }
      TokenIndex head = trees_.head(at);
      if (head == no_token) break;
      // Parsers hang "told the media that …" on the listener.
      if (trees_.relation(at) == Deprel::acl && trees_.has_child_lemma(at, Deprel::mark, "that") &&
          draft_at_[head] == no_event && trees_.head(head) != no_token &&
          draft_at_[trees_.head(head)] != no_event && drafts_[draft_at_[trees_.head(head)]].type->speech)
        head = trees_.head(head);
      const std::size_t above = draft_at_[head];
      const Deprel relation = trees_.relation(at);
      if (above != no_event && above != self) {
        const EventType& type = *drafts_[above].type;
        const bool content =
            relation == Deprel::ccomp || relation == Deprel::parataxis ||
            (relation == Deprel::acl && trees_.at(at).deprel != Deprel::acl_relcl) ||
            (trees_.at(at).deprel == Deprel::acl_relcl && trees_.has_child_lemma(at, Deprel::mark, "that"));
        const bool infinitive =
            relation == Deprel::xcomp ||
            (relation == Deprel::advcl && trees_.at(at).xpos == Xpos::VBG && !trees_.marker(at).empty()) ||
            (relation == Deprel::advcl && trees_.at(at).xpos == Xpos::VB && type.outer);
        const bool object = relation == Deprel::obj || relation == Deprel::obl || relation == Deprel::nmod ||
                            trees_.at(at).deprel == Deprel::nsubj_pass;
        if (type.speech && (content || infinitive)) {
          if (draft.outer == no_event && direct) draft.outer = above;
          if (claims(type)) spoken_by(self, above, direct);
          direct = false;
        } else if (type.speech && object && direct && at == draft.trigger.token) {
          spoken_of(self, above);
        }
      }
      if (trees_.at(at).deprel == Deprel::acl_relcl || relation == Deprel::acl || relation == Deprel::advcl)
        draft.subordinate = true;
      at = head;
    }
  }

  void spoken_by(std::size_t self, std::size_t speech, bool direct) {
    EventDraft& draft = drafts_[self];
    EventDraft& source = drafts_[speech];
    if (draft.attributed && !direct && draft.record.attribution.size() > 2) return;
    const Stance stance = stance_of(trees_, words_, source);
    draft.attributed = true;
    draft.notes.push_back("said: " + std::string(trees_.parsed().text_of(source.trigger.token)));
    const std::string verb(trees_.parsed().text_of(source.trigger.token));
    if (source.record.actors.empty()) add(draft, {Party{}, verb, stance});
    for (const Party& party : source.record.actors) add(draft, {party, verb, stance});
    if (direct && source.about == no_event && !is_statement(*draft.type)) source.about = self;
  }

  // An event noun as the object of speech: what is confirmed, denied or doubted takes the stance; what is
  // welcomed or condemned is taken for granted.
  void spoken_of(std::size_t self, std::size_t speech) {
    EventDraft& source = drafts_[speech];
    const Stance stance = stance_of(trees_, words_, source);
    if (source.about == no_event) source.about = self;
    if (!is_statement(*source.type) || stance == Stance::asserts) return;
    drafts_[self].attributed = true;
    const std::string verb(trees_.parsed().text_of(source.trigger.token));
    for (const Party& party : source.record.actors) add(drafts_[self], {party, verb, stance});
  }

  void named_source(EventDraft& draft, TokenIndex phrase) {
    for (const FoundParty& found : parties_of(trees_, words_, phrase))
      add(draft, {found.party, "according to", Stance::asserts});
    draft.attributed = true;
  }

  // "…, which the president confirmed": the clause before is the event that is spoken of.
  void event_clause_pronoun(std::size_t speech) {
    EventDraft& source = drafts_[speech];
    const TokenIndex verb = source.trigger.token;
    if (!is_statement(*source.type) || trees_.at(verb).deprel != Deprel::acl_relcl) return;
    bool which = false;
    for (TokenIndex c : trees_.children(verb))
      if (trees_.lemma(c) == "which" && trees_.relation(c) != Deprel::nsubj) which = true;
    if (!which) return;
    const Stance stance = stance_of(trees_, words_, source);
    // The nearest event at or above the antecedent that is no speech; of an event and the noun inside it, the
    // event.
    std::size_t target = no_event;
    TokenIndex at = trees_.head(verb);
    for (int steps = 0; at != no_token && steps < 12; ++steps, at = trees_.head(at)) {
      const std::size_t here = draft_at_[at];
      if (here == no_event) continue;
      if (is_statement(*drafts_[here].type)) {
        if (target != no_event) break;
        // The antecedent hangs on the speech verb itself: its content clause is what is meant.
        const TokenIndex first = trees_.parsed().sentences[trees_.sentence(at)].first;
        for (const EventDraft& draft : drafts_between(drafts_, first, verb))
          if (draft.outer == here && target == no_event)
            target = static_cast<std::size_t>(&draft - drafts_.data());
        break;
      }
      target = here;
    }
    if (target == no_event || target == speech) return;
    source.about = target;
    const std::string word(trees_.parsed().text_of(verb));
    const auto [first, last] = trees_.extent(drafts_[target].trigger.token, false);
    for (EventDraft& draft : drafts_between(drafts_, first, last)) {
      const bool inside = &draft == &drafts_[target] ||
                          (draft.type->family == drafts_[target].type->family &&
                           trees_.dominates(drafts_[target].trigger.token, draft.trigger.token));
      if (!inside || &draft == &source) continue;
      draft.attributed = true;
      for (const Party& party : source.record.actors) add(draft, {party, word, stance});
    }
  }

  void quotations() {
    for (const Quotation& quote : trees_.parsed().quotations) {
      if (quote.speaker == no_token) continue;
      std::vector<FoundParty> speakers;
      const auto token_at = [&](std::size_t byte) {
        const auto& tokens = trees_.parsed().tokens;
        const auto found =
            std::ranges::lower_bound(tokens, byte, {}, [](const Token& token) { return token.span.begin; });
        return static_cast<TokenIndex>(found - tokens.begin());
      };
      for (EventDraft& draft :
           drafts_between(drafts_, token_at(quote.span.begin), token_at(quote.span.end))) {
        const ByteRange span = trees_.at(draft.trigger.token).span;
        if (draft.attributed || !quote.span.contains(span)) continue;
        if (speakers.empty()) speakers = parties_of(trees_, words_, quote.speaker);
        const std::string verb =
            quote.verb == no_token ? std::string() : std::string(trees_.parsed().text_of(quote.verb));
        for (const FoundParty& speaker : speakers) add(draft, {speaker.party, verb, Stance::asserts});
        draft.attributed = !speakers.empty();
        draft.notes.push_back("in a quotation");
      }
    }
  }

  static void add(EventDraft& draft, Attribution voice) {
    for (const Attribution& known : draft.record.attribution)
      if (known.by.name == voice.by.name && known.stance == voice.stance) return;
    draft.record.attribution.push_back(std::move(voice));
  }

  void set_status(EventDraft& draft) {
    const Modality mode = modality_of(trees_, words_, draft.trigger.token);
    bool confirmed = false, denied = false, doubted = false, reported = draft.attributed || mode.reported,
         doubtful = mode.unverified && !draft.attributed;
    for (const Attribution& voice : draft.record.attribution) {
      confirmed |= voice.stance == Stance::confirms;
      denied |= voice.stance == Stance::denies;
      doubted |= voice.stance == Stance::doubts || voice.stance == Stance::cannot_verify;
    }
    Status status = doubtful ? Status::unverified : reported ? Status::reported : Status::asserted;
    if (confirmed) status = Status::confirmed;
    if (doubted && !confirmed) status = Status::unverified;
    if (denied) status = Status::denied;
    if (draft.outer != no_event) {
      const EventDraft& outer = drafts_[draft.outer];
      if (outer.type->outer) {
        const std::string& name = outer.type->name;
        if (name == "agreement" || name == "threat")
          status = Status::planned;
        else if (name == "rejection")
          status = Status::negated;
        else
          status = Status::hypothetical;
      }
    }
    if (mode.hypothetical || mode.obliged || mode.purpose) status = Status::hypothetical;
    if (mode.planned && status != Status::hypothetical) status = Status::planned;
    // Who declines or is unable to say speaks all the same; who has not said has not spoken.
    const bool speaks = draft.type->speech && draft.type->name == "statement" && mode.sign != no_token &&
                        !words_.is("not", trees_.lemma(mode.sign)) &&
                        trees_.relation(mode.sign) != Deprel::nsubj;
    if (mode.negated && !speaks) status = Status::negated;
    draft.record.status = status;
    if (mode.sign != no_token)
      draft.notes.push_back("modality: " + std::string(trees_.parsed().text_of(mode.sign)));
  }

  const Trees& trees_;
  const FunctionWords& words_;
  std::vector<EventDraft>& drafts_;
  std::vector<std::size_t> draft_at_;
};

}  // namespace

Stance stance_of(const Trees& trees, const FunctionWords& words, const EventDraft& speech) {
  const TokenIndex verb = speech.trigger.token;
  const std::string_view lemma = trees.lemma(verb);
  const Modality mode = modality_of(trees, words, verb);
  bool unable = mode.negated;
  for (TokenIndex at = trees.head(verb), from = verb; at != no_token; from = at, at = trees.head(at)) {
    if (trees.relation(from) != Deprel::xcomp && trees.relation(from) != Deprel::advcl &&
        trees.relation(from) != Deprel::ccomp)
      break;
    if (trees.relation(from) == Deprel::ccomp && trees.at(from).xpos != Xpos::VB) break;
    if (words.is("inability", trees.lemma(at))) unable = true;
    break;
  }
  if (words.is("confirming", lemma)) return unable ? Stance::cannot_verify : Stance::confirms;
  if (words.is("denying", lemma) || speech.type->name == "denial")
    return unable ? Stance::asserts : Stance::denies;
  if (words.is("doubting", lemma)) return Stance::doubts;
  if (speech.type->family == "request") return Stance::requests;
  return Stance::asserts;
}

void attribute(const Trees& trees, const FunctionWords& words, std::vector<EventDraft>& drafts) {
  Attributor(trees, words, drafts).run();
}

}  // namespace ekg
