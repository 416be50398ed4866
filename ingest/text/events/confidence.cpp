#include "ingest/text/events/confidence.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <sstream>

#include "graph/embedded.hpp"
#include "ingest/text/events/tsv.hpp"

namespace ekg {

ConfidenceModel::ConfidenceModel() {
  std::istringstream in{std::string(embedded_data("confidence.tsv"))};
  for_each_row(in, [&](std::string_view line, std::uint64_t) {
    const auto field = split(line, '\t');
    const double weight = std::strtod(std::string(field[1]).c_str(), nullptr);
    if (field[0] == "bias")
      bias_ = weight;
    else
      weights_.emplace_back(field[0], weight);
  });
  std::sort(weights_.begin(), weights_.end());
}

std::vector<std::string> ConfidenceModel::features(const Trees& trees, const std::vector<EventDraft>& drafts,
                                                   std::size_t index) const {
  const EventDraft& draft = drafts[index];
  const Trigger& trigger = draft.trigger;
  std::vector<std::string> f;
  const char* pos = trigger.frame.word_class == WordClass::verb   ? "verb"
                    : trigger.frame.word_class == WordClass::noun ? "noun"
                                                                  : "adj";
  f.push_back(std::string("pos:") + pos);
  f.push_back("type:" + draft.type->name);
  f.push_back("relation:" + std::string(to_string(trees.relation(trigger.token))));
  f.push_back("depth:" + std::to_string(std::min<std::uint32_t>(trees.depth(trigger.token), 5)));
  f.push_back("words:" + std::to_string(std::min<int>(trigger.predicate->specificity / 16, 2)));
  if (!trigger.predicate->conditions.empty()) f.push_back("conditioned");
  f.push_back(draft.record.actors.empty() ? "actor:none"
              : draft.implicit_party      ? "actor:implied"
                                          : "actor:found");
  f.push_back(draft.record.recipients.empty() ? "recipient:none" : "recipient:found");
  const auto country = [](const std::vector<Party>& parties) {
    return std::any_of(parties.begin(), parties.end(), [](const Party& p) { return !p.country.empty(); });
  };
  if (country(draft.record.actors)) f.push_back("actor:country");
  if (country(draft.record.recipients)) f.push_back("recipient:country");
  f.push_back("status:" + std::string(to_string(draft.record.status)));
  if (draft.outer != no_event)
    f.push_back("inside:" + (drafts[draft.outer].type->outer ? std::string("outer") : std::string("speech")));
  if (draft.outer != no_event) f.push_back("inside:" + drafts[draft.outer].type->name);
  if (draft.subordinate) f.push_back("subordinate");
  if (draft.time_own) f.push_back("time:own");
  if (!draft.rule.empty()) f.push_back("rule:" + draft.rule);
  // The place in the sentence among its events (speech left out).
  int before = 0, above = 0;
  for (const EventDraft& other : drafts) {
    if (&other == &draft || trees.sentence(other.trigger.token) != trees.sentence(trigger.token)) continue;
    if (other.type->plover.empty()) continue;
    before += other.trigger.token < trigger.token;
    above += trees.dominates(other.trigger.token, trigger.token);
  }
  f.push_back("before:" + std::to_string(std::min(before, 3)));
  f.push_back("above:" + std::to_string(std::min(above, 3)));
  f.push_back(std::string("pos-relation:") + pos + "-" +
              std::string(to_string(trees.relation(trigger.token))));
  f.push_back(std::string("pos-type:") + pos + "-" + draft.type->name);
  return f;
}

double ConfidenceModel::weight(std::string_view feature) const {
  const auto found =
      std::lower_bound(weights_.begin(), weights_.end(), feature,
                       [](const auto& row, std::string_view name) { return row.first < name; });
  return found != weights_.end() && found->first == feature ? found->second : 0;
}

double ConfidenceModel::score(const std::vector<std::string>& features) const {
  double sum = bias_;
  for (const std::string& feature : features) sum += weight(feature);
  return 1 / (1 + std::exp(-sum));
}

std::vector<std::pair<std::string, double>> ConfidenceModel::weighed(
    const std::vector<std::string>& features) const {
  std::vector<std::pair<std::string, double>> rows{{"bias", bias_}};
  for (const std::string& feature : features)
    if (const double value = weight(feature); value != 0) rows.emplace_back(feature, value);
  return rows;
}

}  // namespace ekg
