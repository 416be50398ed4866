#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "ingest/resolve.hpp"

namespace ekg {
namespace {

Party person(std::string name, std::string country, std::vector<std::string> aliases = {}) {
  Party party;
  party.name = std::move(name), party.kind = EntityKind::person, party.country = std::move(country);
  party.aliases = std::move(aliases);
  return party;
}

Party state(std::string name, std::string code) {
  Party party;
  party.name = std::move(name), party.kind = EntityKind::country, party.country = std::move(code);
  return party;
}

EventRecord event(std::string type, Party actor, Party recipient, unsigned day, std::string doc) {
  EventRecord record;
  record.type = std::move(type);
  record.actors = {std::move(actor)};
  record.recipients = {std::move(recipient)};
  record.time = day_span(std::chrono::year(2024) / 5 / static_cast<int>(day));
  EventMention mention;
  mention.doc = std::move(doc), mention.text = record.type;
  record.mentions = {mention};
  return record;
}

std::vector<EventRecord> news() {
  std::vector<EventRecord> records;
  const std::vector<Party> people = {person("Volodymyr Zelensky", "UKR", {"Zelensky"}),
                                     person("Volodymyr Zelenskyy", "UKR"),
                                     person("Zelensky", ""),
                                     person("Anna Keller", "DEU"),
                                     person("Martin Keller", "DEU"),
                                     person("Keller", ""),
                                     person("J. Kerry", "USA"),
                                     person("John Kerry", "USA")};
  const std::vector<Party> states = {state("Russia", "RUS"), state("Russian Federation", "RUS"),
                                     state("North Korea", "PRK")};
  unsigned day = 1;
  for (const Party& one : people) {
    for (const Party& other : states) {
      for (const char* type : {"meeting", "appeal"}) {
        records.push_back(event(type, one, other, 1 + day % 5, "doc" + std::to_string(day % 7)));
        ++day;
      }
    }
  }
  return records;
}

void expect_equal(const Resolution& a, const Resolution& b) {
  ASSERT_EQ(a.entities.size(), b.entities.size());
  for (std::size_t i = 0; i < a.entities.size(); ++i) EXPECT_EQ(a.entities[i], b.entities[i]);
  ASSERT_EQ(a.events.size(), b.events.size());
  for (std::size_t i = 0; i < a.events.size(); ++i) {
    EXPECT_EQ(a.events[i].id, b.events[i].id);
    EXPECT_EQ(a.events[i].mentions, b.events[i].mentions);
    EXPECT_EQ(a.events[i].time, b.events[i].time);
    EXPECT_EQ(a.events[i].actors, b.events[i].actors);
    EXPECT_EQ(a.events[i].status, b.events[i].status);
  }
}

const Entity* named(const Resolution& resolution, std::string_view name) {
  for (const Entity& entity : resolution.entities) {
    if (entity.name == name ||
        std::find(entity.aliases.begin(), entity.aliases.end(), name) != entity.aliases.end())
      return &entity;
  }
  return nullptr;
}

TEST(resolve, any_order_of_the_records_gives_the_same_rows) {
  const Resolution expected = resolve(news());
  std::mt19937 random(7);
  for (int round = 0; round < 40; ++round) {
    std::vector<EventRecord> shuffled = news();
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    expect_equal(resolve(std::move(shuffled)), expected);
  }
}

TEST(resolve, a_record_that_two_shards_bring_counts_once) {
  std::vector<EventRecord> twice = news();
  const std::vector<EventRecord> again = news();
  twice.insert(twice.end(), again.begin(), again.end());
  const Resolution expected = resolve(news());
  const Resolution both = resolve(std::move(twice));
  ASSERT_EQ(both.events.size(), expected.events.size());
  ASSERT_EQ(both.entities.size(), expected.entities.size());
}

TEST(resolve, spellings_are_one_entity_and_namesakes_are_two) {
  const Resolution resolution = resolve(news());
  EXPECT_EQ(named(resolution, "Volodymyr Zelensky"), named(resolution, "Volodymyr Zelenskyy"));
  EXPECT_EQ(named(resolution, "J. Kerry"), named(resolution, "John Kerry"));
  EXPECT_NE(named(resolution, "Anna Keller"), named(resolution, "Martin Keller"));
  EXPECT_EQ(named(resolution, "Russian Federation"), named(resolution, "Russia"));
  ASSERT_NE(named(resolution, "Keller"), nullptr);
  EXPECT_EQ(named(resolution, "Keller")->name, "Keller");
}

TEST(resolve, one_event_told_by_two_documents_keeps_both_mentions_and_the_stronger_status) {
  EventRecord first = event("clash", state("Russia", "RUS"), state("Ukraine", "UKR"), 3, "a");
  EventRecord second = event("clash", state("Russian Federation", "RUS"), state("Ukraine", "UKR"), 3, "b");
  first.status = Status::reported, second.status = Status::confirmed;
  const Resolution resolution = resolve({second, first});
  ASSERT_EQ(resolution.events.size(), 1U);
  EXPECT_EQ(resolution.events[0].mentions.size(), 2U);
  EXPECT_EQ(resolution.events[0].status, Status::confirmed);
}

TEST(resolve, other_days_parties_or_plans_stay_apart) {
  EventRecord first = event("clash", state("Russia", "RUS"), state("Ukraine", "UKR"), 3, "a");
  EventRecord later = event("clash", state("Russia", "RUS"), state("Ukraine", "UKR"), 4, "b");
  EventRecord other = event("clash", state("Russia", "RUS"), state("Georgia", "GEO"), 3, "c");
  EventRecord plan = first;
  plan.status = Status::planned, plan.mentions[0].doc = "d";
  EXPECT_EQ(resolve({first, later, other, plan}).events.size(), 4U);
}

TEST(resolve, a_state_is_one_entity_whether_it_acts_or_is_the_scene) {
  EventRecord record = event("visit", person("Anna Keller", "DEU"), state("Russia", "RUS"), 1, "a");
  record.places = {{.name = "Russia", .country = "RUS"}};
  const Resolution resolution = resolve({record});
  EXPECT_EQ(resolution.entities.size(), 2u);
  EXPECT_EQ(resolution.events.at(0).places.at(0).id, resolution.events.at(0).recipients.at(0).id);
}

TEST(resolve, a_full_name_of_no_kind_joins_the_person_of_that_name) {
  Party unsorted = person("Anna Keller", "");
  unsorted.kind = EntityKind::other;
  const Resolution resolution =
      resolve({event("meeting", person("Anna Keller", "DEU"), state("Russia", "RUS"), 1, "a"),
               event("appeal", unsorted, state("Russia", "RUS"), 2, "b")});
  EXPECT_EQ(resolution.entities.size(), 2u);
}

TEST(resolve, an_inferred_state_is_no_evidence_of_who_somebody_is) {
  Party guessed = person("Anna Keller", "UKR");
  guessed.inferred = true;
  const Resolution resolution =
      resolve({event("meeting", person("Anna Keller", "DEU"), state("Russia", "RUS"), 1, "a"),
               event("appeal", guessed, state("Russia", "RUS"), 2, "b")});
  const Entity* keller = named(resolution, "Anna Keller");
  ASSERT_NE(keller, nullptr);
  EXPECT_EQ(keller->country, "DEU");
  EXPECT_EQ(resolution.entities.size(), 2u);
}

TEST(resolve, common_nouns_without_a_state_belong_to_their_document) {
  const auto group = [](const char* country) {
    Party party;
    party.name = "soldiers", party.kind = EntityKind::military, party.country = country;
    return party;
  };
  EXPECT_EQ(resolve({event("clash", group(""), state("Russia", "RUS"), 1, "a"),
                     event("clash", group(""), state("Russia", "RUS"), 2, "b")})
                .entities.size(),
            3u);
  EXPECT_EQ(resolve({event("clash", group("NER"), state("Russia", "RUS"), 1, "a"),
                     event("clash", group("NER"), state("Russia", "RUS"), 2, "b")})
                .entities.size(),
            2u);
}

}  // namespace
}  // namespace ekg
