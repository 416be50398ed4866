// Where reports contradict each other equals slow and obvious answers over random small graphs and windows.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "graph/conflicts.hpp"
#include "tests/support/small_graph.hpp"

namespace ekg {
namespace {

EventGraph graph_of_claims(std::mt19937& random) {
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  std::vector<EventRecord> records;
  for (int i = 0; i < 14; ++i) {
    EventRecord record = testing::event(std::to_string(i), below(3) == 0 ? "denial" : "clash",
                                        {"e" + std::to_string(below(4))}, {"e" + std::to_string(below(4))},
                                        testing::days_span(below(20), 20));
    record.status = static_cast<Status>(below(8));
    if (below(2) == 0) record.about = "ev-" + std::to_string(below(14));
    for (int n = below(3); n > 0; --n)
      record.attribution.push_back(
          {testing::party("e" + std::to_string(below(4))), "said", static_cast<Stance>(below(6))});
    for (int n = below(4); n > 0; --n) {
      EventQuantity quantity{
          1.0 + below(10), {}, static_cast<Comparator>(below(7)), below(3) == 0 ? "tanks" : "men", ""};
      if (quantity.comparator == Comparator::between) quantity.max = quantity.value + below(3);
      quantity.text = "number " + std::to_string(n) + ";";
      record.quantities.push_back(quantity);
    }
    for (int n = below(4); n > 0; --n) {
      EventMention mention;
      mention.doc = "d" + std::to_string(below(3));
      for (int number = 1; number < 4; ++number)
        if (below(2) == 0) mention.text += "number " + std::to_string(number) + "; ";
      record.mentions.push_back(mention);
    }
    records.push_back(record);
  }
  return testing::graph_of(records);
}

bool may_be(const EventQuantity& quantity, double number) {
  constexpr double rounding = 1e-9;
  const double value = quantity.value;
  switch (quantity.comparator) {
    case Comparator::exactly:
      return std::abs(number - value) < rounding;
    case Comparator::about:
      return std::abs(number - value) < value / 10 + rounding;
    case Comparator::more_than:
    case Comparator::at_least:
      return number > value - rounding;
    case Comparator::up_to:
    case Comparator::less_than:
      return number < value + rounding;
    case Comparator::between:
      return number > value - rounding && number < *quantity.max + rounding;
  }
  return true;
}

bool some_number_fits(const EventQuantity& a, const EventQuantity& b) {
  for (int twentieths = 0; twentieths <= 20 * 20; ++twentieths)
    if (may_be(a, twentieths / 20.0) && may_be(b, twentieths / 20.0)) return true;
  return false;
}

std::set<std::string> told_in(const EventRecord& record, const EventQuantity& quantity) {
  std::set<std::string> documents;
  for (const EventMention& mention : record.mentions)
    if (mention.text.find(quantity.text) != std::string::npos) documents.insert(mention.doc);
  return documents;
}

using Told = std::tuple<std::string, ConflictKind, std::string, std::multiset<std::string>>;

void add_slow_quantities(const EventRecord& record, std::set<Told>& out) {
  for (const std::string of : {"men", "tanks"}) {
    bool found = false;
    std::multiset<std::string> says;
    for (const EventQuantity& a : record.quantities) {
      if (a.of != of) continue;
      says.insert(a.text + " by ");
      for (const EventQuantity& b : record.quantities) {
        if (b.of != of || some_number_fits(a, b)) continue;
        const auto here = told_in(record, a), there = told_in(record, b);
        found |= !here.empty() && !there.empty() &&
                 std::ranges::none_of(here, [&](const std::string& doc) { return there.contains(doc); });
      }
    }
    if (found) out.emplace(record.id, ConflictKind::quantity, of, says);
  }
}

// A denial counts wherever it stands, also when the window does not show it.
void add_slow_denials(const EventGraph& graph, const EventRecord& record, std::set<Told>& out) {
  std::multiset<std::string> affirmed, denied;
  for (const Attribution& said : record.attribution) {
    const std::string says = std::string(to_string(said.stance)) + " by " + said.by.name;
    if (said.stance == Stance::denies) denied.insert(says);
    if (said.stance == Stance::asserts || said.stance == Stance::confirms) affirmed.insert(says);
  }
  for (EventId row = 0; row < graph.event_count(); ++row) {
    const EventRecord other = graph.record(row);
    if (other.type != "denial" || other.about != record.id || other.id == record.id ||
        other.status == Status::negated || other.status == Status::planned ||
        other.status == Status::hypothetical)
      continue;
    const std::string says = "denies by " + other.actors.front().name;
    if (!denied.contains(says)) denied.insert(says);
  }
  if (affirmed.empty() && (record.status == Status::asserted || record.status == Status::reported ||
                           record.status == Status::confirmed))
    affirmed.insert(std::string(to_string(record.status)) + " by ");
  if (affirmed.empty() || denied.empty()) return;
  affirmed.insert(denied.begin(), denied.end());
  out.emplace(record.id, ConflictKind::denial, "", affirmed);
}

TEST(conflicts, are_the_numbers_that_do_not_fit_and_what_is_denied) {
  std::mt19937 random(41);
  std::size_t quantities = 0, denials = 0;
  for (int round = 0; round < 2000; ++round) {
    const EventGraph graph = graph_of_claims(random);
    const TimeSlice slice = round % 3 == 0
                                ? TimeSlice(graph)
                                : TimeSlice(graph).between(testing::on_day(static_cast<int>(random() % 20)),
                                                           testing::on_day(static_cast<int>(random() % 30)));
    std::set<Told> expected, found;
    for (const EventRecord& record : testing::records_of(slice)) {
      add_slow_quantities(record, expected);
      add_slow_denials(graph, record, expected);
    }
    EventId before = 0;
    for (const Conflict& conflict : find_conflicts(slice)) {
      ASSERT_LE(before, conflict.event);
      before = conflict.event;
      std::multiset<std::string> says;
      for (const Claim& claim : conflict.claims) says.insert(claim.says + " by " + claim.by);
      ASSERT_TRUE(found.emplace(graph.event_id(conflict.event), conflict.kind, conflict.of, says).second);
      ++(conflict.kind == ConflictKind::quantity ? quantities : denials);
    }
    ASSERT_EQ(found, expected) << "round " << round;
  }
  EXPECT_GT(quantities, 100U);
  EXPECT_GT(denials, 100U);
}

TEST(conflicts, are_found_where_the_words_of_one_number_end_those_of_the_other) {
  const std::vector<std::pair<std::string, std::string>> pairs = {
      {"2,000 troops", "12,000 troops"}, {"5 soldiers", "15 soldiers"}, {"five men", "twenty-five men"}};
  for (const auto& [less, more] : pairs) {
    EventRecord record = testing::event("1", "clash", {"a"}, {"b"}, testing::days_span(1, 1));
    record.quantities = {{5, {}, Comparator::exactly, "men", less},
                         {25, {}, Comparator::exactly, "men", more}};
    record.mentions.resize(2);
    record.mentions[0].doc = "one", record.mentions[0].text = "They sent " + less + ".";
    record.mentions[1].doc = "two", record.mentions[1].text = "They sent \u201c" + more + "\u201d.";
    const EventGraph graph = testing::graph_of({record});
    const auto found = find_conflicts(TimeSlice(graph));
    ASSERT_EQ(found.size(), 1U) << less;
    for (const Claim& claim : found[0].claims) EXPECT_EQ(claim.documents.size(), 1U) << claim.says;
  }
}

}  // namespace
}  // namespace ekg
