#include "graph/voices.hpp"

#include <gtest/gtest.h>

#include "graph/conflicts.hpp"
#include "graph/event_graph_builder.hpp"
#include "tests/support/small_graph.hpp"

namespace ekg {
namespace {

using testing::days_span;

struct Report {
  std::string document, outlet;
  std::vector<std::string> sentences;  // the first tells of the event
};

// One event that all reports tell, and for each further sentence one of its own.
EventGraph told_by(const std::vector<Report>& reports, const std::vector<EventQuantity>& quantities = {},
                   const std::vector<Attribution>& attribution = {}) {
  EventGraphBuilder builder;
  EventRecord shared;
  shared.id = "ev-0000000000000001", shared.type = "clash", shared.time = days_span(1, 1);
  shared.quantities = quantities, shared.attribution = attribution;
  for (const Report& report : reports) {
    Document document;
    document.id = report.document, document.outlet = report.outlet;
    builder.add(std::move(document));
    for (std::size_t i = 0; i < report.sentences.size(); ++i) {
      EventMention mention;
      mention.doc = report.document, mention.sentence = static_cast<std::uint32_t>(i),
      mention.text = report.sentences[i];
      if (i == 0) {
        shared.mentions.push_back(mention);
        continue;
      }
      EventRecord own;
      own.type = "appeal", own.time = days_span(2, 2), own.mentions = {mention};
      builder.add(own);
    }
  }
  for (const Attribution& said : attribution) {
    Entity speaker;
    speaker.id = said.by.id, speaker.name = said.by.name;
    builder.add(std::move(speaker));
  }
  builder.add(shared);
  ProblemLog problems;
  return builder.freeze(problems);
}

VoiceCount voices_of(const EventGraph& graph) {
  return count_voices(Voices(graph), graph, *graph.find_event("ev-0000000000000001"));
}

const std::vector<std::string> wire = {
    "Rebels attacked a convoy near the port of Brasmar on Monday, killing eleven people, the governor said.",
    "The governor called on the army to open the road to the port before the end of the week.",
    "The United Nations urged both sides to let food and medicine pass through the checkpoints."};

TEST(voices, copies_of_one_text_are_one_voice_with_a_sentence_cut_or_a_word_changed) {
  std::vector<std::string> changed = wire;
  changed[0] =
      "Rebels attacked a convoy near the port of Brasmar on Monday, killing 11 people, the governor said.";
  const EventGraph graph =
      told_by({{"a", "Harbour Times", wire},
               {"b", "Evening Star", {wire[0], wire[1], wire[2]}},
               {"c", "The Courier", changed},
               {"d", "Northern Post", {"Eleven died when gunmen fired at lorries outside Brasmar."}}});
  EXPECT_EQ(voices_of(graph), (VoiceCount{4, 4, 2}));
}

TEST(voices, one_outlet_is_one_voice_and_no_outlet_is_none) {
  const EventGraph graph =
      told_by({{"a", "Harbour Times", {"Rebels attacked a convoy near Brasmar on Monday."}},
               {"b", "Harbour Times", {"What we know of the ambush at the port so far."}},
               {"c", "", {"Lorries burned for hours on the road to the sea."}},
               {"d", "", {"Nobody has claimed the shooting at the harbour gate."}}});
  EXPECT_EQ(voices_of(graph), (VoiceCount{4, 1, 3}));
}

TEST(voices, the_same_facts_in_other_words_are_no_copy) {
  const EventGraph graph =
      told_by({{"a", "x", wire},
               {"b",
                "y",
                {"Eleven people died on Monday when rebels ambushed lorries outside Brasmar.",
                 "Aid must get through, the UN says."}}});
  EXPECT_EQ(voices_of(graph).voices, 2U);
}

EventQuantity count_of(double value, std::string text, Comparator comparator = Comparator::exactly) {
  return {value, std::nullopt, comparator, "people", std::move(text)};
}

TEST(conflicts, numbers_that_no_number_fits_both_are_listed_with_their_documents) {
  const std::vector<Report> reports = {{"a", "x", {"killing 11 people"}},
                                       {"b", "y", {"at least 30 people died"}}};
  EventGraph graph =
      told_by(reports, {count_of(11, "11 people"), count_of(30, "at least 30 people", Comparator::at_least)});
  const auto found = find_conflicts(TimeSlice(graph));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].of, "people");
  ASSERT_EQ(found[0].claims.size(), 2U);
  EXPECT_EQ(found[0].claims[0].says, "11 people");
  EXPECT_EQ(found[0].claims[1].documents, std::vector<DocumentId>{1});
  graph =
      told_by(reports, {count_of(11, "11 people"), count_of(10, "at least 30 people", Comparator::at_least)});
  EXPECT_TRUE(find_conflicts(TimeSlice(graph)).empty());
}

TEST(conflicts, two_numbers_of_one_document_are_two_things) {
  const EventGraph graph = told_by({{"a", "x", {"killing 11 people and wounding 30 people"}}},
                                   {count_of(11, "11 people"), count_of(30, "30 people")});
  EXPECT_TRUE(find_conflicts(TimeSlice(graph)).empty());
}

TEST(conflicts, a_denial_against_an_assertion_is_one_and_a_denial_alone_is_none) {
  const auto said = [](std::string name, Stance stance) {
    Attribution out;
    out.by.name = std::move(name), out.by.id = "en-" + out.by.name, out.stance = stance;
    return out;
  };
  const std::vector<Report> reports = {{"a", "x", {"Ukraine says so and Russia denies it"}}};
  EventGraph graph = told_by(reports, {}, {said("Ukraine", Stance::asserts), said("Russia", Stance::denies)});
  const auto found = find_conflicts(TimeSlice(graph));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind, ConflictKind::denial);
  ASSERT_EQ(found[0].claims.size(), 2U);
  EXPECT_EQ(found[0].claims[0].by, "Ukraine");
  graph = told_by(reports, {}, {said("Ukraine", Stance::asserts)});
  EXPECT_TRUE(find_conflicts(TimeSlice(graph)).empty());
}

}  // namespace
}  // namespace ekg
