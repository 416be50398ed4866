#include "graph/store/store.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <random>
#include <sstream>

#include "export/writer.hpp"
#include "graph/store/row_bytes.hpp"
#include "graph/store/sqlite.hpp"
#include "ingest/stored_graph.hpp"
#include "tests/support/small_graph.hpp"

namespace ekg {
namespace {

using testing::days_span;

std::string json_of(const EventGraph& graph) {
  std::ostringstream out;
  ProblemLog problems;
  find_writer("json")->write(TimeSlice(graph), out, {}, problems);
  return out.str();
}

Party named(const std::string& name, EntityKind kind = EntityKind::group) {
  Party party;
  party.name = name;
  party.kind = kind;
  return party;
}

EventRecord told(const std::string& document, const std::string& actor, int day,
                 const std::string& text = "") {
  EventRecord record;
  record.type = "clash";
  record.actors = {named(actor)};
  record.recipients = {named("Them")};
  record.time = days_span(day, day);
  EventMention mention;
  mention.doc = document;
  mention.text = text.empty() ? document : text;
  record.mentions = {mention};
  return record;
}

Document text_document(const std::string& id) {
  Document document;
  document.id = id;
  document.sha256 = "of " + id;
  return document;
}

// A file that is gone after the test.
class StoreTest : public ::testing::Test {
 protected:
  StoreTest()
      : path_(::testing::TempDir() + "store_test_" +
              ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".ekg") {
    clean();
  }
  ~StoreTest() override { clean(); }
  void clean() const {
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) std::remove((path_ + suffix).c_str());
  }
  std::int64_t count(const std::string& sql) const {
    Database database(path_, Database::Mode::read);
    return database.integer(sql);
  }
  const std::string path_;
};

TEST(row_bytes, give_back_every_field) {
  std::mt19937 random(3);
  const EventGraph graph = testing::random_graph(random, 12, 200);
  std::string bytes;
  for (EventId row = 0; row < graph.event_count(); ++row) {
    EventRecord record = graph.record(row), back = told("old", "old", 1);
    record.mode = "m", record.cameo = "190", record.plover = "ASSAULT", record.time_text = "t",
    record.quote = "q";
    if (!record.actors.empty()) record.actors[0].aliases = {"a", "b"}, record.actors[0].sector = "MIL";
    record.places.push_back({"", "P", "XXX", -1.5, 2.5, -7});
    record.quantities.push_back({1, 2.0, Comparator::between, "men", "one or two"});
    record.mentions.push_back({"d", 3, std::array<std::uint32_t, 2>{1, 900000}, std::nullopt, "é"});
    encode_row(record, bytes);
    decode_row(bytes, back);
    EXPECT_EQ(back, record);
    for (std::size_t cut = 0; cut < bytes.size(); cut += 7)
      EXPECT_THROW(decode_row(std::string_view(bytes).substr(0, cut), back), InputError);
  }
  Entity entity = testing::entity("A", EntityKind::person, "NOR"), entity_back;
  entity.aliases = {"x"}, entity.roles = {{"king", "Norway", days_span(-900000, 2), std::nullopt, "d"}};
  entity.wikidata = "Q1", entity.latitude = 1, entity.longitude = -1, entity.geonames = 5;
  encode_row(entity, bytes);
  decode_row(bytes, entity_back);
  EXPECT_EQ(entity_back, entity);
}

TEST_F(StoreTest, adding_the_same_again_changes_nothing) {
  Store store(path_, Store::Access::write);
  store.begin();
  EXPECT_TRUE(store.add(text_document("a"), DocumentOrigin::text));
  EXPECT_FALSE(store.add(text_document("a"), DocumentOrigin::text));
  EXPECT_FALSE(store.add(text_document("a"), DocumentOrigin::row));
  EXPECT_TRUE(store.add(told("a", "Us", 1)));
  EXPECT_FALSE(store.add(told("a", "Us", 1)));
  EXPECT_TRUE(store.add(told("b", "Us", 1)));
  store.commit();
  EXPECT_EQ(store.record_count(), 2U);
  EXPECT_TRUE(store.knows(text_document("a")));
  EXPECT_FALSE(store.knows(text_document("b")));
}

TEST_F(StoreTest, what_was_not_committed_is_gone) {
  {
    Store store(path_, Store::Access::write);
    store.begin();
    store.add(told("a", "Us", 1));
    store.commit();
    store.begin();
    store.add(told("b", "Us", 1));
  }
  EXPECT_EQ(Store(path_, Store::Access::read).record_count(), 1U);
}

TEST_F(StoreTest, the_graph_read_back_is_the_graph_put) {
  std::mt19937 random(9);
  for (int round = 0; round < 20; ++round) {
    const EventGraph graph = testing::random_graph(random);
    Store store("memory", Store::Access::memory);
    store.begin();
    store.put_graph(graph);
    store.commit();
    ProblemLog problems;
    EXPECT_EQ(json_of(store.read_graph(problems)), json_of(graph));
  }
}

TEST_F(StoreTest, a_record_of_two_documents_stays_when_one_goes) {
  EventRecord both = told("a", "Us", 1);
  both.id = "ev-mine";
  both.mentions.push_back(told("b", "Us", 1).mentions[0]);
  Store store(path_, Store::Access::write);
  store.begin();
  store.add(both);
  EXPECT_TRUE(store.remove_document("b"));
  EXPECT_FALSE(store.remove_document("b"));
  store.commit();
  ProblemLog problems;
  resolve_store(store, 100, problems);
  EXPECT_EQ(count("SELECT count(*) FROM mentions"), 1);
  store.begin();
  EXPECT_TRUE(store.remove_document("a"));
  store.commit();
  EXPECT_EQ(store.record_count(), 0U);
}

TEST_F(StoreTest, a_large_store_shows_new_records_at_once_and_is_read_as_if_resolved_whole) {
  ProblemLog problems;
  std::vector<EventRecord> all;
  Store store(path_, Store::Access::write);
  store.begin();
  for (int i = 0; i < 40; ++i) {
    all.push_back(told("d" + std::to_string(i), "Actor " + std::to_string(i % 7), i % 20));
    store.add(all.back());
  }
  store.commit();
  resolve_store(store, 10, problems);
  EXPECT_TRUE(store.is_resolved());
  const std::int64_t events = count("SELECT count(*) FROM v_events");

  // One that an old document tells too, and one of a new actor.
  store.begin();
  store.add(told("new", "Actor 1", 1, "storm of the harbour"));
  store.add(told("new", "Stranger", 300));
  store.commit();
  resolve_store(store, 10, problems);
  EXPECT_FALSE(store.is_resolved());
  EXPECT_EQ(count("SELECT count(*) FROM v_events"), events + 2);
  EXPECT_EQ(count("SELECT count(*) FROM entities WHERE name = 'Actor 1'"), 1);
  EXPECT_EQ(count("SELECT count(*) FROM mention_text WHERE mention_text MATCH 'harbour'"), 1);
  EXPECT_EQ(count("SELECT count(*) FROM v_pairs WHERE actor = 'Stranger'"), 1);
  const std::string unresolved = json_of(stored_graph(store, problems));

  store.begin();
  store.remove_document("new");
  store.commit();
  resolve_store(store, 10, problems);
  EXPECT_EQ(count("SELECT count(*) FROM v_events"), events);
  EXPECT_EQ(count("SELECT count(*) FROM entities WHERE name = 'Stranger'"), 0);
  EXPECT_EQ(count("SELECT count(*) FROM mention_text WHERE mention_text MATCH 'harbour'"), 0);

  store.begin();
  store.add(told("new", "Actor 1", 1, "storm of the harbour"));
  store.add(told("new", "Stranger", 300));
  store.commit();
  resolve_store(store, 1000, problems);
  EXPECT_TRUE(store.is_resolved());
  EXPECT_EQ(json_of(stored_graph(store, problems)), unresolved);
}

TEST_F(StoreTest, a_store_of_a_newer_program_and_a_broken_one_are_refused) {
  { Store store(path_, Store::Access::write); }
  { Database(path_, Database::Mode::write).execute("PRAGMA user_version = 99"); }
  EXPECT_THROW(Store(path_, Store::Access::read), InputError);
  EXPECT_THROW(Store(path_, Store::Access::write), InputError);
  EXPECT_THROW(Store(path_ + ".none", Store::Access::read), InputError);
  EXPECT_FALSE(Store::is_store("SQLite format 3"));
}

}  // namespace
}  // namespace ekg
