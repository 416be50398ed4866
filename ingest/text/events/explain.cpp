#include "ingest/text/events/explain.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ekg {
namespace {

class Explainer {
 public:
  Explainer(const Trees& trees, const EventDraft& draft)
      : trees_(trees), parsed_(trees.parsed()), draft_(draft), record_(draft.record) {}

  std::vector<ExplanationStep> steps(double confidence) {
    trigger();
    parties("actor", record_.actors, draft_.actor_heads);
    parties("recipient", record_.recipients, draft_.recipient_heads);
    for (const PlaceName& place : record_.places) add("place", place.name, place.name, place_path(place));
    for (const EventQuantity& quantity : record_.quantities)
      add("quantity", fmt::format("{} {} {}", to_string(quantity.comparator), quantity.value, quantity.of),
          quantity.text, "the number counts an argument of the trigger");
    time();
    add("status", std::string(to_string(record_.status)), "",
        draft_.attributed ? "somebody is said to say so" : "the document's own voice");
    for (const Attribution& voice : record_.attribution)
      add("attribution",
          fmt::format("{} {}", voice.by.name.empty() ? "nobody named" : voice.by.name,
                      to_string(voice.stance)),
          voice.by.mention.empty() ? voice.verb : voice.by.mention + " … " + voice.verb, "");
    if (!record_.quote.empty()) add("quote", "", record_.quote, "the trigger's direct quotation");
    steps_.insert(steps_.end(), draft_.notes.begin(), draft_.notes.end());
    add("confidence", fmt::format("{:.2f}", confidence), "", "");
    return std::move(steps_);
  }

 private:
  void add(std::string field, std::string value, std::string words, std::string why) {
    steps_.emplace_back(std::move(field), std::move(value), std::move(words), std::move(why));
  }

  void trigger() {
    const Trigger& trigger = draft_.trigger;
    std::string words(parsed_.text_of(trigger.token));
    for (TokenIndex token : trigger.consumed) words += fmt::format(" … {}", parsed_.text_of(token));
    add("type", record_.mode.empty() ? record_.type : record_.type + "." + record_.mode, words,
        trigger.predicate->where + (draft_.rule.empty() ? "" : ", changed by the rule " + draft_.rule));
    for (const Argument& argument : trigger.frame.arguments)
      add("argument", label(argument), std::string(parsed_.text_of(argument.head)), path(argument));
  }

  static std::string label(const Argument& argument) {
    return argument.function == Function::prep ? std::string(argument.preposition)
                                               : std::string(to_string(argument.function));
  }

  std::string path(const Argument& argument) const {
    const TokenIndex head = trees_.head(argument.head);
    return fmt::format("{} of {}{}", to_string(trees_.at(argument.head).deprel),
                       head == no_token ? std::string_view("the root") : parsed_.text_of(head),
                       argument.inherited ? ", inherited" : "");
  }

  // The argument in whose phrase the token stands.
  const Argument* argument_around(TokenIndex token) const {
    for (const Argument& argument : draft_.trigger.frame.arguments)
      if (argument.head == token) return &argument;
    for (const Argument& argument : draft_.trigger.frame.arguments)
      if (trees_.dominates(argument.head, token)) return &argument;
    return nullptr;
  }

  void parties(const char* field, const std::vector<Party>& parties, const std::vector<TokenIndex>& heads) {
    for (std::size_t i = 0; i < parties.size(); ++i) {
      const Party& party = parties[i];
      std::string value = fmt::format("{} ({}", party.name, to_string(party.kind));
      if (!party.country.empty()) value += ", " + party.country;
      if (!party.sector.empty()) value += ", " + party.sector;
      value += ")";
      const TokenIndex head = i < heads.size() ? heads[i] : no_token;
      const Argument* argument = head == no_token ? nullptr : argument_around(head);
      add(field, value, party.mention,
          argument           ? fmt::format("{}: {}", label(*argument), path(*argument))
          : head == no_token ? "not in the clause: the rule below"
                             : "from the clause around");
    }
  }

  std::string place_path(const PlaceName& place) const {
    for (const Argument& argument : draft_.trigger.frame.arguments)
      if (const auto [first, last] = trees_.extent(argument.head, true);
          parsed_.document->at({parsed_.tokens[first].span.begin, parsed_.tokens[last - 1].span.end})
              .find(place.name) != std::string_view::npos)
        return fmt::format("{}: {}", label(argument), path(argument));
    return "a place in the trigger's phrases";
  }

  void time() {
    if (!record_.time) return;
    add("time", format_begin(*record_.time), record_.time_text,
        record_.time_text.empty() ? "the publication date"
        : draft_.time_own         ? "in its own clause"
                                  : "in the clause or story around it");
  }

  const Trees& trees_;
  const ParsedDocument& parsed_;
  const EventDraft& draft_;
  const EventRecord& record_;
  std::vector<ExplanationStep> steps_;
};

}  // namespace

void explain(const Trees& trees, std::vector<std::pair<std::string, double>> weighed, EventDraft& draft) {
  draft.notes = Explainer(trees, draft).steps(draft.record.confidence.value_or(0));
  draft.weighed = std::move(weighed);
  const ParsedDocument& parsed = trees.parsed();
  const Sentence& sentence = parsed.sentences[trees.sentence(draft.trigger.token)];
  for (TokenIndex t = sentence.first; t < sentence.last; ++t) {
    const Token& token = parsed.tokens[t];
    const TokenIndex head = trees.head(t);
    draft.tree.push_back({std::string(parsed.text_of(t)), token.lemma, to_string(token.upos),
                          to_string(token.deprel), head == no_token ? 0 : head - sentence.first + 1,
                          t == draft.trigger.token});
  }
}

}  // namespace ekg
