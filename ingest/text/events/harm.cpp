#include "ingest/text/events/harm.hpp"

namespace ekg {
namespace {

bool is_cause(const Trees& trees, TokenIndex dependent) {
  const std::string_view marker = trees.marker(dependent);
  switch (trees.relation(dependent)) {
    case Deprel::obl:
      return marker == "in" || marker == "during" || marker == "by" || marker == "from";
    case Deprel::advcl:
      return marker == "when" || marker == "as" || marker == "after" ||
             trees.has_child_lemma(dependent, Deprel::advmod, "when");
    default:
      return false;
  }
}

bool same_party(const std::vector<Party>& some, const std::vector<Party>& others) {
  for (const Party& one : some)
    for (const Party& other : others)
      if (one.name == other.name) return true;
  return false;
}

}  // namespace

void share_parties_of_harm(const Trees& trees, std::vector<EventDraft>& drafts) {
  for (EventDraft& harm : drafts) {
    const bool death = harm.type->family == "casualty";
    if (!death && harm.type->family != "violence") continue;
    if (harm.record.recipients.empty() || !harm.record.actors.empty()) continue;
    if (harm.trigger.frame.word_class != WordClass::verb) continue;
    for (TokenIndex c : trees.children(harm.trigger.token)) {
      if (!is_cause(trees, c)) continue;
      for (EventDraft& cause : drafts_between(drafts, c, c + 1)) {
        // "in a clash with soldiers": the other side of a fight did it.
        const bool other_side = cause.record.actors.empty() && cause.type->reciprocal;
        const std::vector<Party>& doers = other_side ? cause.record.recipients : cause.record.actors;
        if (cause.type->family != "violence" || doers.empty()) continue;
        if (same_party(doers, harm.record.recipients)) continue;
        if (!death) {
          harm.record.actors = doers;
          harm.actor_heads = other_side ? cause.recipient_heads : cause.actor_heads;
          harm.notes.push_back("actor: who did what it happened in");
        }
        if (cause.record.recipients.empty()) {
          cause.record.recipients = harm.record.recipients;
          cause.recipient_heads = harm.recipient_heads;
          cause.notes.push_back("recipient: who was harmed by it");
        }
      }
    }
  }
}

}  // namespace ekg
