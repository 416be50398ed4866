#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "graph/content_id.hpp"
#include "ingest/graph_parts.hpp"
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
  std::vector<EventRecord> records = news();
  records.push_back(event("meeting", person("Keller", ""), state("Russia", "RUS"), 1, "of nobody else"));
  const Resolution resolution = resolve(records);
  EXPECT_EQ(named(resolution, "Volodymyr Zelensky"), named(resolution, "Volodymyr Zelenskyy"));
  EXPECT_EQ(named(resolution, "J. Kerry"), named(resolution, "John Kerry"));
  EXPECT_NE(named(resolution, "Anna Keller"), named(resolution, "Martin Keller"));
  EXPECT_EQ(named(resolution, "Russian Federation"), named(resolution, "Russia"));
  const auto lone = std::ranges::find(resolution.entities, "Keller", &Entity::name);
  ASSERT_NE(lone, resolution.entities.end());
}

TEST(resolve, a_lone_surname_is_the_one_person_of_its_document_that_bears_it) {
  const Party anna = person("Anna Keller", "DEU"), martin = person("Martin Keller", "DEU"),
              lone = person("Keller", "");
  const auto actor_in = [&](const std::vector<EventRecord>& records, std::string_view doc) {
    for (const EventRecord& told : resolve(records).events)
      if (told.mentions[0].doc == doc && told.type == "appeal") return told.actors.at(0).name;
    return std::string();
  };
  const Party russia = state("Russia", "RUS");
  std::vector<EventRecord> records = {
      event("meeting", anna, russia, 1, "a"), event("appeal", lone, russia, 3, "a"),
      event("meeting", martin, russia, 2, "b"), event("appeal", lone, russia, 4, "b"),
      event("appeal", lone, russia, 5, "c")};
  EXPECT_EQ(actor_in(records, "a"), "Anna Keller");
  EXPECT_EQ(actor_in(records, "b"), "Martin Keller");
  EXPECT_EQ(actor_in(records, "c"), "Keller");
  records.push_back(event("meeting", martin, russia, 6, "a"));
  EXPECT_EQ(actor_in(records, "a"), "Keller");
  // Nobody else bears it, and both documents name Russia.
  EXPECT_EQ(actor_in({records[0], records[4]}, "c"), "Anna Keller");
  EXPECT_EQ(actor_in({records[0], event("appeal", lone, state("Peru", "PER"), 5, "c")}, "c"), "Keller");
}

TEST(resolve, a_lone_surname_is_known_by_whom_else_both_documents_name) {
  const Party anna = person("Anna Keller", "DEU"), omar = person("Omar Haddad", "JOR");
  const EventRecord full = event("meeting", anna, omar, 1, "a");
  const EventRecord lone = event("meeting", person("Keller", ""), person("Haddad", ""), 9, "b");
  const EventRecord other = event("meeting", person("Keller", ""), person("Sundqvist", ""), 9, "b");
  EXPECT_EQ(resolve({full, lone}).entities.size(), 2U);
  EXPECT_EQ(resolve({full, other}).entities.size(), 4U);
  // Another Keller anywhere, and nothing is sure.
  const EventRecord second = event("meeting", person("Martin Keller", "DEU"), omar, 2, "c");
  EXPECT_EQ(resolve({full, lone, second}).entities.size(), 4U);
}

TEST(resolve, a_leader_whom_nobody_else_is_called_like_is_known_by_the_surname) {
  const Party peru = state("Peru", "PER"), chad = state("Chad", "TCD");
  const auto entities = [&](std::string full, std::string country, std::string lone) {
    return resolve({event("meeting", person(std::move(full), std::move(country)), peru, 1, "a"),
                    event("meeting", person(std::move(lone), ""), chad, 9, "b")})
        .entities.size();
  };
  EXPECT_EQ(entities("Recep Tayyip Erdogan", "TUR",
                     "Erdo\xc4\x9f"
                     "an"),
            3U);
  EXPECT_EQ(entities("George W. Bush", "USA", "Bush"), 4U);  // his father was president too
  EXPECT_EQ(entities("Anna Keller", "DEU", "Keller"), 4U);
}

TEST(resolve, a_first_level_region_is_of_the_one_state_that_has_it) {
  EventRecord told = event("visit", person("Anna Keller", "DEU"), state("Peru", "PER"), 1, "a");
  const auto country = [&](const char* name) {
    told.places = {{.name = name}};
    return resolve({told}).events.at(0).places.at(0).country;
  };
  EXPECT_EQ(country("Nuristan Province"), "AFG");
  EXPECT_EQ(country("the Province of Nuristan"), "AFG");
  EXPECT_EQ(country("Northern Province"), "");  // several states have one
  EXPECT_EQ(country("Canillo"), "");            // said without the word, it may be anything
}

TEST(resolve, a_place_without_a_state_is_the_only_one_of_that_name) {
  EventRecord first = event("visit", person("Anna Keller", "DEU"), state("Peru", "PER"), 1, "a");
  EventRecord second = first, third = first;
  first.places = {{.name = "Brasmar", .country = "PER"}}, second.places = {{.name = "Brasmar"}};
  third.places = {{.name = "Brasmar", .country = "CHL"}};
  EXPECT_EQ(resolve({first, second}).entities.size(), 3U);
  EXPECT_EQ(resolve({first, second, third}).entities.size(), 5U);
}

TEST(resolve, spellings_of_a_known_place_are_one) {
  EventRecord first = event("visit", person("Anna Keller", "DEU"), state("Sudan", "SDN"), 1, "a");
  EventRecord second = first;
  first.places = {{.name = "El Fasher", .country = "SDN"}}, second.places = {{.name = "Al-Fashir"}};
  const Resolution resolution = resolve({first, second});
  EXPECT_EQ(resolution.entities.size(), 3U);
  EXPECT_TRUE(named(resolution, "El Fasher")->latitude);
}

TEST(resolve, the_forces_of_a_state_are_one_body_and_their_parts_others) {
  const auto forces = [](std::string name) {
    Party party;
    party.name = std::move(name), party.kind = EntityKind::military, party.country = "SDN";
    return party;
  };
  const Party russia = state("Russia", "RUS");
  const Resolution resolution = resolve({event("clash", forces("Sudan's army"), russia, 1, "a"),
                                         event("clash", forces("Sudanese troops"), russia, 2, "b"),
                                         event("clash", forces("Sudanese border troops"), russia, 3, "c")});
  EXPECT_EQ(resolution.entities.size(), 3U);
}

TEST(resolve, what_tells_less_joins_the_one_event_that_it_fits) {
  const Party russia = state("Russia", "RUS"), peru = state("Peru", "PER"), chile = state("Chile", "CHL");
  EventRecord whole = event("visit", russia, peru, 3, "a"), less = whole,
              other = event("visit", russia, chile, 3, "c");
  whole.places = {{.name = "Lima", .country = "PER"}};
  less.mentions[0].doc = "b", less.recipients.clear();
  EXPECT_EQ(resolve({whole, less}).events.size(), 1U);
  EXPECT_EQ(resolve({less, whole}).events.at(0).mentions.size(), 2U);
  EXPECT_EQ(resolve({whole, less, other}).events.size(), 3U);
  // Told the day after, when only the publication gives the day.
  EventRecord told = whole, after = event("visit", russia, peru, 4, "b");
  told.time_text = "Friday";
  const Resolution merged = resolve({told, after});
  ASSERT_EQ(merged.events.size(), 1U);
  EXPECT_EQ(merged.events[0].time, told.time);
  EXPECT_EQ(resolve({whole, after}).events.size(), 2U);
}

TEST(resolve, what_people_decided_comes_first) {
  const Party keller = person("Anna Keller", "DEU"), other = person("Anna Kelar", "DEU"),
              lone = person("Keller", "");
  const Party russia = state("Russia", "RUS");
  const std::vector<EventRecord> records = {event("meeting", keller, russia, 1, "a"),
                                            event("meeting", other, russia, 2, "b"),
                                            event("appeal", lone, russia, 3, "a")};
  EXPECT_EQ(resolve(records).entities.size(), 2U);
  Identities identities;
  identities.decisions = {{"Anna Kelar", "Anna Keller", false}};
  EXPECT_EQ(resolve(records, identities).entities.size(), 3U);
  identities.decisions = {{"Anna Keller", "Keller", false}};
  EXPECT_EQ(resolve(records, identities).entities.size(), 3U);
  identities.decisions = {{"Anna Keller", "Russia", true}};
  EXPECT_EQ(resolve(records, identities).entities.size(), 1U);
  identities.decisions = {{"Anna Keller", "Russia", true}, {"Anna Keller", "Russia", false}};
  EXPECT_EQ(resolve(records, identities).entities.size(), 2U);
  identities.decisions.clear();
  identities.authority = {{.id = "k1",
                           .name = "Dr Anna Keller",
                           .kind = EntityKind::person,
                           .country = "DEU",
                           .aliases = {"Anna Keller"},
                           .wikidata = "Q1"},
                          {.id = "k2", .name = "Anna Kelar"}};
  const Resolution resolution = resolve(records, identities);
  EXPECT_EQ(resolution.entities.size(), 3U);
  EXPECT_EQ(named(resolution, "Anna Keller")->wikidata, "Q1");
  EXPECT_EQ(named(resolution, "Anna Keller")->name, "Dr Anna Keller");
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

TEST(resolve, names_without_letters_are_one_only_where_their_text_is) {
  const auto group = [](std::string name) {
    Party party;
    party.name = std::move(name), party.kind = EntityKind::group, party.country = "PER";
    return party;
  };
  const Party peru = state("Peru", "PER");
  const auto entities = [&](const std::string& first, const std::string& second) {
    return resolve(
               {event("meeting", group(first), peru, 1, "a"), event("meeting", group(second), peru, 9, "b")})
        .entities.size();
  };
  EXPECT_EQ(entities("***", "???"), 3U);
  EXPECT_EQ(entities("***", "***"), 2U);
}

// News, and all that is rare in it: ids of data sets, repeated ids, mentions that come alone, events that
// speak of others, nameless parties, documents of one outlet.
std::vector<EventRecord> all_kinds_of_records(std::mt19937& chance) {
  std::vector<EventRecord> records = news();
  for (EventRecord& record : records) {
    record.id = derived_event_id(record);
    for (EventMention& mention : record.mentions)
      mention.text =
          "They met near the port of Brasmar on Monday, told number " + std::to_string(chance() % 5);
  }
  const std::size_t plain = records.size();
  for (unsigned i = 0; i < 40; ++i) {
    EventRecord record = records[chance() % plain];
    switch (chance() % 6) {
      case 0:
        record.id = "set:" + std::to_string(chance() % 9);
        break;
      case 1:
        record.about = records[chance() % plain].id;
        record.id = derived_event_id(record);
        break;
      case 2:
        record.mentions.front().doc = "doc" + std::to_string(chance() % 20);
        break;
      case 3:
        record.actors.front().name.clear();
        record.id = derived_event_id(record);
        break;
      case 4: {
        EventRecord told;
        told.id = chance() % 4 == 0 ? "ev-of-nobody" : record.id;
        told.mentions = record.mentions;
        told.mentions.front().doc = "doc" + std::to_string(chance() % 20);
        record = std::move(told);
        break;
      }
      default:
        record.mentions.push_back(record.mentions.front());
        record.mentions.back().doc = "doc" + std::to_string(chance() % 20);
    }
    records.push_back(std::move(record));
  }
  std::ranges::shuffle(records, chance);
  return records;
}

TEST(resolve, a_pile_says_where_its_records_were_read) {
  std::mt19937 chance(4);
  std::vector<EventRecord> records = all_kinds_of_records(chance);
  RecordPile pile(300);
  for (std::size_t i = 0; i < records.size(); ++i) {
    records[i].file = i % 5 < 3 ? "a.jsonl" : "b.jsonl", records[i].line = i + 1;
    pile.add(records[i]);
  }
  const RecordPile moved = std::move(pile);
  EventRecord read;
  for (RecordPile::Number i = 0; i < moved.size(); ++i) {
    EXPECT_EQ(moved.origin(i).file, records[i].file);
    EXPECT_EQ(moved.origin(i).line, records[i].line);
    moved.read(i, read);
    EXPECT_EQ(read.file, "");
    EXPECT_EQ(derived_event_id(read), derived_event_id(records[i]));
  }
}

TEST(resolve, records_that_wait_in_a_file_give_what_those_in_memory_give) {
  std::mt19937 chance(3);
  for (int round = 0; round < 20; ++round) {
    const std::vector<EventRecord> records = all_kinds_of_records(chance);
    RecordPile pile(300);
    for (const EventRecord& record : records) pile.add(record);
    const Identities nothing_settled;
    ResolvedRecords resolved(std::move(pile), nothing_settled);
    std::vector<EventRecord> events(resolved.event_count());
    for (std::uint32_t at = 0; at < events.size(); ++at) resolved.read(at, events[at]);
    std::ranges::sort(events, {}, &EventRecord::id);
    const Resolution expected = resolve(records);
    EXPECT_EQ(events, expected.events);
    std::vector<std::string> contradicted;
    for (const auto& one : resolved.contradicted()) contradicted.push_back(one.id);
    EXPECT_EQ(contradicted, expected.contradicted);
    EXPECT_EQ(resolved.unknown(), expected.unknown);
  }
}

TEST(resolve, rows_read_one_by_one_are_those_of_the_graph_in_memory) {
  std::mt19937 chance(4);
  for (int round = 0; round < 20; ++round) {
    GraphParts some, same;
    for (const EventRecord& record : all_kinds_of_records(chance)) some.add(record), same.add(record);
    for (int i = 0; i < 12; ++i) {
      Document document;
      document.id = "doc" + std::to_string(i), document.outlet = "outlet " + std::to_string(i % 4);
      some.add(document, DocumentOrigin::text), same.add(document, DocumentOrigin::text);
    }
    ProblemLog problems, same_problems;
    const auto rows = some.rows(problems);
    const EventGraph graph = same.finish(same_problems);
    EXPECT_FALSE(problems.empty());
    EXPECT_EQ(problems.sorted().size(), same_problems.sorted().size());
    EventGraphRows expected(graph);
    ASSERT_EQ(rows->event_count(), graph.event_count());
    ASSERT_EQ(rows->entities().size(), graph.entity_count());
    ASSERT_EQ(rows->document_count(), graph.document_count());
    for (DocumentId row = 0; row < graph.document_count(); ++row) {
      EXPECT_EQ(rows->document(row).id, graph.document(row).id);
      EXPECT_EQ(rows->document(row).outlet, graph.document(row).outlet);
      EXPECT_EQ(rows->find_document(graph.document(row).id), row);
      EXPECT_EQ(rows->voices().original(row), expected.voices().original(row));
    }
    EventRecord record;
    for (EventId event = 0; event < graph.event_count(); ++event) {
      rows->read_event(event, record);
      EXPECT_EQ(record, graph.record(event));
    }
  }
}

}  // namespace
}  // namespace ekg
