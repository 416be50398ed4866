#include "graph/conflicts.hpp"

#include <algorithm>
#include <cctype>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

namespace ekg {
namespace {

constexpr double about = 0.1;

std::pair<double, double> range_of(const EventQuantity& quantity) {
  constexpr double most = std::numeric_limits<double>::infinity();
  switch (quantity.comparator) {
    case Comparator::exactly:
      return {quantity.value, quantity.value};
    case Comparator::about:
      return {quantity.value * (1 - about), quantity.value * (1 + about)};
    case Comparator::more_than:
    case Comparator::at_least:
      return {quantity.value, most};
    case Comparator::up_to:
    case Comparator::less_than:
      return {0, quantity.value};
    case Comparator::between:
      return {quantity.value, quantity.max.value_or(quantity.value)};
  }
  return {0, most};
}

bool contradict(const Claim& a, const Claim& b) {
  if (a.low <= b.high && b.low <= a.high) return false;
  // A sentence with two numbers tells of two things.
  return !a.documents.empty() && !b.documents.empty() &&
         std::ranges::none_of(a.documents,
                              [&](DocumentId row) { return std::ranges::binary_search(b.documents, row); });
}

// Does the sentence have these words, and not as the end of other ones? "2,000 troops" is not in "12,000
// troops", nor "five dead" in "twenty-five dead".
bool says(std::string_view sentence, std::string_view words) {
  if (words.empty()) return false;
  const auto is_inside = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
  for (std::size_t at = 0; (at = sentence.find(words, at)) != std::string_view::npos; ++at) {
    const std::size_t last = at + words.size();
    // A comma, point or hyphen joins where something stands on its other side as well.
    const bool joined_before =
        at > 0 && (is_inside(sentence[at - 1]) ||
                   (at > 1 && std::string_view(",.-").find(sentence[at - 1]) != std::string_view::npos &&
                    is_inside(sentence[at - 2])));
    const bool joined_behind = last < sentence.size() && is_inside(sentence[last]);
    if (!joined_before && !joined_behind) return true;
  }
  return false;
}

void add_quantities(const EventGraph& graph, EventId event, const EventRecord& record,
                    std::vector<Conflict>& out) {
  std::map<std::string_view, std::vector<Claim>> counted;
  for (const EventQuantity& quantity : record.quantities) {
    Claim claim{quantity.text, "", {}, 0, 0};
    std::tie(claim.low, claim.high) = range_of(quantity);
    for (const EventMention& mention : record.mentions) {
      if (!says(mention.text, quantity.text)) continue;
      if (const auto row = graph.find_document(mention.doc)) claim.documents.push_back(*row);
    }
    std::ranges::sort(claim.documents);
    claim.documents.erase(std::unique(claim.documents.begin(), claim.documents.end()), claim.documents.end());
    counted[quantity.of].push_back(std::move(claim));
  }
  for (auto& one : counted) {
    std::vector<Claim>& claims = one.second;
    const bool found = std::ranges::any_of(claims, [&](const Claim& a) {
      return std::ranges::any_of(claims, [&](const Claim& b) { return contradict(a, b); });
    });
    if (!found) continue;
    std::ranges::sort(claims, {},
                      [](const Claim& claim) { return std::tie(claim.low, claim.high, claim.says); });
    out.push_back({event, ConflictKind::quantity, std::string(one.first), std::move(claims)});
  }
}

std::vector<DocumentId> documents_of(const EventGraph& graph, EventId event) {
  std::vector<DocumentId> rows;
  for (const Participant source : graph.participants(event, Role::source)) rows.push_back(source.row());
  return rows;
}

void add_denials(const EventGraph& graph, EventId event, const EventRecord& record,
                 std::vector<Conflict>& out) {
  std::vector<Claim> affirmed, denied;
  for (const Attribution& said : record.attribution) {
    const std::string by = said.by.name;
    if (said.stance == Stance::denies) denied.push_back({"denies", by, {}});
    if (said.stance == Stance::asserts) affirmed.push_back({"asserts", by, {}});
    if (said.stance == Stance::confirms) affirmed.push_back({"confirms", by, {}});
  }
  for (const EventLink link : graph.links_to(event)) {
    const Status status = graph.status(link.from);
    if (graph.type_name(graph.type(link.from)) != "denial" || status == Status::negated ||
        status == Status::planned || status == Status::hypothetical)
      continue;
    std::string by;
    for (const Participant actor : graph.participants(link.from, Role::actor))
      by += (by.empty() ? "" : "; ") + graph.entity(actor.row()).name;
    if (std::ranges::none_of(denied, [&](const Claim& claim) { return claim.by == by; }))
      denied.push_back({"denies", by, documents_of(graph, link.from)});
  }
  const Status status = record.status;
  if (affirmed.empty() &&
      (status == Status::asserted || status == Status::confirmed || status == Status::reported))
    affirmed.push_back({std::string(to_string(status)), "", documents_of(graph, event)});
  if (affirmed.empty() || denied.empty()) return;
  std::ranges::move(denied, std::back_inserter(affirmed));
  out.push_back({event, ConflictKind::denial, "", std::move(affirmed)});
}

}  // namespace

std::string_view to_string(ConflictKind kind) {
  return kind == ConflictKind::quantity ? "quantity" : "denial";
}

std::vector<Conflict> find_conflicts(const TimeSlice& slice) {
  const EventGraph& graph = slice.graph();
  std::vector<Conflict> out;
  EventRecord record;
  for (const EventId event : slice.events()) {
    graph.read_record(event, record);
    add_quantities(graph, event, record, out);
    add_denials(graph, event, record, out);
  }
  return out;
}

}  // namespace ekg
