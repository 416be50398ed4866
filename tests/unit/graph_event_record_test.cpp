#include "graph/event_record.hpp"

#include <gtest/gtest.h>

namespace ekg {
namespace {

template <class Enum, class From>
void expect_names_go_both_ways(Enum last, From from) {
  for (int i = 0; i <= static_cast<int>(last); ++i) {
    const auto value = static_cast<Enum>(i);
    EXPECT_EQ(from(to_string(value)), value) << to_string(value);
  }
  EXPECT_EQ(from("nonsense"), std::nullopt);
}

TEST(event_record, names_of_its_words_go_both_ways) {
  expect_names_go_both_ways(EntityKind::other, entity_kind_from);
  expect_names_go_both_ways(Status::negated, status_from);
  expect_names_go_both_ways(Stance::requests, stance_from);
  expect_names_go_both_ways(Comparator::between, comparator_from);
  expect_names_go_both_ways(Quad::material_conflict, quad_from);
}

TEST(event_record, words_are_those_of_the_contract) {
  EXPECT_EQ(to_string(EntityKind::armed_group), "armed_group");
  EXPECT_EQ(to_string(Stance::cannot_verify), "cannot_verify");
  EXPECT_EQ(to_string(Comparator::more_than), "more_than");
  EXPECT_EQ(to_string(Quad::material_conflict), "material-conflict");
}

}  // namespace
}  // namespace ekg
