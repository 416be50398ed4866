#include "ingest/text/events/confidence.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <sstream>

#include "graph/embedded.hpp"
#include "graph/problem.hpp"
#include "ingest/text/events/tsv.hpp"

namespace ekg {

namespace {

const char* word_class_of(const EventDraft& draft) {
  return draft.trigger.frame.word_class == WordClass::verb   ? "verb"
         : draft.trigger.frame.word_class == WordClass::noun ? "noun"
                                                             : "adj";
}

// What is known of a side: nobody, taken from around, a state's, an unnamed one's.
std::string side_of(const std::vector<Party>& parties) {
  if (parties.empty()) return "none";
  const bool state =
      std::any_of(parties.begin(), parties.end(), [](const Party& p) { return !p.country.empty(); });
  return state ? "state" : "stateless";
}

// How a noun is introduced: "the", "a", "its", a name's possessive, or nothing.
std::string determiner_of(const Trees& trees, TokenIndex noun) {
  for (TokenIndex child : trees.children(noun)) {
    if (trees.relation(child) == Deprel::det) return trees.lemma(child) == "the" ? "the" : "other";
    if (trees.at(child).deprel == Deprel::nmod_poss) return "possessor";
  }
  return "none";
}

}  // namespace

ConfidenceModel::ConfidenceModel() {
  std::istringstream in{std::string(embedded_data("confidence.tsv"))};
  read(in, "confidence.tsv");
}

ConfidenceModel::ConfidenceModel(std::istream& in, const std::string& file) { read(in, file); }

void ConfidenceModel::read(std::istream& in, const std::string& file) {
  for_each_row(in, [&](std::string_view line, std::uint64_t number) {
    const auto field = split(line, '\t');
    const std::string text(field.size() == 2 ? field[1] : "");
    char* end = nullptr;
    const double weight = std::strtod(text.c_str(), &end);
    if (text.empty() || *end != 0 || !std::isfinite(weight))
      throw InputError(file + ":" + std::to_string(number) + ": no feature and its weight");
    if (field[0] == "bias")
      bias_ = weight;
    else if (field[0] == "threshold")
      threshold_ = weight;
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
  const char* pos = word_class_of(draft);
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
  const std::string actor = side_of(draft.record.actors), recipient = side_of(draft.record.recipients);
  if (actor == "state") f.push_back("actor:country");
  if (recipient == "state") f.push_back("recipient:country");
  f.push_back("sides:" + actor + "-" + recipient);
  f.push_back(std::string("pos-sides:") + pos + "-" + actor + "-" + recipient);
  f.push_back("status:" + std::string(to_string(draft.record.status)));
  if (draft.outer != no_event)
    f.push_back("inside:" + (drafts[draft.outer].type->outer ? std::string("outer") : std::string("speech")));
  if (draft.outer != no_event) f.push_back("inside:" + drafts[draft.outer].type->name);
  if (draft.subordinate) f.push_back("subordinate");
  if (draft.time_own) f.push_back("time:own");
  if (!draft.rule.empty()) f.push_back("rule:" + draft.rule);
  if (draft.attributed) f.push_back("attributed");
  if (!draft.record.places.empty()) f.push_back("place:found");
  if (!draft.record.quantities.empty()) f.push_back("quantity:found");
  if (draft.about != no_event) f.push_back("about");
  if (trigger.frame.passive) f.push_back("passive");
  f.push_back("root:" + draft.type->plover);
  f.push_back("lemma:" + std::string(trees.lemma(trigger.token)));
  if (const std::string_view marker = trees.marker(trigger.token); !marker.empty())
    f.push_back(std::string("marker:") + pos + "-" + std::string(marker));
  if (trigger.frame.word_class == WordClass::noun)
    f.push_back("determiner:" + determiner_of(trees, trigger.token));
  f.push_back("status-sides:" + std::string(to_string(draft.record.status)) + "-" + actor);
  // The place in the sentence among its events (speech left out).
  int before = 0, above = 0;
  const Sentence& sentence = trees.parsed().sentences[trees.sentence(trigger.token)];
  for (const EventDraft& other : drafts_between(drafts, sentence.first, sentence.last)) {
    if (&other == &draft) continue;
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
  for (const std::string& feature : features) rows.emplace_back(feature, weight(feature));
  return rows;
}

}  // namespace ekg
