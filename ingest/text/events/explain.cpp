#include "ingest/text/events/explain.hpp"

#include <fmt/format.h>

namespace ekg {

std::vector<std::string> explain(const Trees& trees, const EventDraft& draft,
                                 const std::vector<std::string>& features) {
  const ParsedDocument& parsed = trees.parsed();
  std::vector<std::string> lines;
  std::string words(parsed.text_of(draft.trigger.token));
  for (TokenIndex token : draft.trigger.consumed) words += fmt::format(" + {}", parsed.text_of(token));
  lines.push_back(fmt::format("trigger: {} ({}), row {}", words,
                              to_string(trees.at(draft.trigger.token).upos), draft.trigger.predicate->where));
  if (!draft.rule.empty()) lines.push_back("rule: " + draft.rule);
  for (const Argument& argument : draft.trigger.frame.arguments)
    lines.push_back(
        fmt::format("tree: {}{} = {} [{}]{}", to_string(argument.function),
                    argument.preposition.empty() ? std::string() : fmt::format(" {}", argument.preposition),
                    parsed.text_of(argument.head), to_string(trees.at(argument.head).deprel),
                    argument.inherited ? ", inherited" : ""));
  for (const Party& party : draft.record.actors)
    lines.push_back(fmt::format("actor: {} ({}, {})", party.name, to_string(party.kind), party.country));
  for (const Party& party : draft.record.recipients)
    lines.push_back(fmt::format("recipient: {} ({}, {})", party.name, to_string(party.kind), party.country));
  lines.push_back(fmt::format("status: {}", to_string(draft.record.status)));
  if (draft.record.time)
    lines.push_back(fmt::format("time: {} from {}", format_begin(*draft.record.time),
                                draft.record.time_text.empty() ? "the publication date"
                                : draft.time_own               ? "its clause: " + draft.record.time_text
                                                 : "the clause around: " + draft.record.time_text));
  lines.insert(lines.end(), draft.notes.begin(), draft.notes.end());
  std::string names;
  for (const std::string& feature : features) names += " " + feature;
  lines.push_back(fmt::format("confidence: {:.2f} from{}", draft.record.confidence.value_or(0), names));
  return lines;
}

}  // namespace ekg
