#include "graph/store/snapshot.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "export/writer.hpp"
#include "graph/problem.hpp"
#include "ingest/stored_graph.hpp"
#include "tests/support/small_graph.hpp"

namespace ekg {
namespace {

std::string json_of(const EventGraph& graph) {
  std::ostringstream out;
  ProblemLog problems;
  find_writer("json")->write(TimeSlice(graph), out, {}, problems);
  return out.str();
}

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

void put(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

class SnapshotTest : public ::testing::Test {
 protected:
  SnapshotTest()
      : path_(::testing::TempDir() + "snapshot_test_" +
              ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".ekg") {
    clean();
  }
  ~SnapshotTest() override { clean(); }
  void clean() const {
    for (const char* suffix : {"", "-wal", "-shm", "-columns"}) std::remove((path_ + suffix).c_str());
  }
  const std::string path_;
};

TEST_F(SnapshotTest, a_mapped_graph_is_the_graph_that_was_written) {
  std::mt19937 random(11);
  for (int round = 0; round < 40; ++round) {
    const EventGraph graph = testing::random_graph(random, 1 + round, 5 * round);
    ASSERT_TRUE(GraphSnapshot::write(graph, 7, path_));
    const auto mapped = GraphSnapshot::open(path_, 7);
    ASSERT_TRUE(mapped.has_value());
    EXPECT_EQ(json_of(*mapped), json_of(graph));
    EXPECT_EQ(mapped->index_bytes(), graph.index_bytes());
    EXPECT_EQ(mapped->document_count(), graph.document_count());
    ASSERT_EQ(mapped->often_met().size(), graph.often_met().size());
    for (std::size_t i = 0; i < graph.often_met().size(); ++i)
      EXPECT_TRUE(std::ranges::equal(mapped->events_of(mapped->often_met()[i]),
                                     graph.events_of(graph.often_met()[i])));
    for (EntityId entity = 0; entity < graph.entity_count(); ++entity) {
      EXPECT_TRUE(std::ranges::equal(mapped->events_of(entity), graph.events_of(entity)));
      EXPECT_TRUE(std::ranges::equal(mapped->partners_of(entity), graph.partners_of(entity)));
    }
    for (EventId event = 0; event < graph.event_count(); ++event) {
      EXPECT_EQ(mapped->find_event(graph.event_id(event)), event);
      EXPECT_TRUE(std::ranges::equal(mapped->links_to(event), graph.links_to(event)));
      EXPECT_EQ(mapped->record(event), graph.record(event));
    }
  }
}

TEST_F(SnapshotTest, a_mapped_graph_lives_on_when_it_is_moved_and_its_file_is_gone) {
  std::mt19937 random(12);
  const EventGraph graph = testing::random_graph(random, 12, 100);
  ASSERT_TRUE(GraphSnapshot::write(graph, 7, path_));
  EventGraph first = *GraphSnapshot::open(path_, 7);
  const EventGraph second = std::move(first);
  std::filesystem::remove(path_);
  EXPECT_EQ(json_of(second), json_of(graph));
}

TEST_F(SnapshotTest, of_another_revision_or_a_cut_file_nothing_is_opened) {
  std::mt19937 random(13);
  ASSERT_TRUE(GraphSnapshot::write(testing::random_graph(random, 4, 20), 7, path_));
  EXPECT_FALSE(GraphSnapshot::open(path_, 8).has_value());
  EXPECT_FALSE(GraphSnapshot::open(path_ + "x", 7).has_value());
  const std::string whole = bytes_of(path_);
  for (std::size_t size = 0; size < whole.size(); size += 97) {
    put(path_, whole.substr(0, size));
    EXPECT_FALSE(GraphSnapshot::open(path_, 7).has_value()) << size;
  }
}

TEST_F(SnapshotTest, a_changed_byte_never_shows_in_what_is_read) {
  std::mt19937 random(14);
  const EventGraph graph = testing::random_graph(random, 3, 8);
  ASSERT_TRUE(GraphSnapshot::write(graph, 7, path_));
  const std::string whole = bytes_of(path_), json = json_of(graph);
  int refused = 0, noticed = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ (1 << at % 8));
    put(path_, changed);
    const auto mapped = GraphSnapshot::open(path_, 7);
    if (!mapped) {
      ++refused;
      continue;
    }
    try {
      EXPECT_EQ(json_of(*mapped), json) << at;  // between the sections nothing stands
    } catch (const InputError&) {
      ++noticed;
      EXPECT_FALSE(std::filesystem::exists(path_));
    }
  }
  EXPECT_GT(refused, 1000);
  EXPECT_GT(noticed, 500);
}

TEST_F(SnapshotTest, what_cannot_be_written_is_left_without_a_trace) {
  std::mt19937 random(15);
  EXPECT_FALSE(
      GraphSnapshot::write(testing::random_graph(random), 7, ::testing::TempDir() + "no/such/folder/x"));
}

EventRecord clash_of(int number) {
  EventRecord record;
  record.id = "set:" + std::to_string(number);
  record.type = "clash";
  record.actors.emplace_back().name = "Group " + std::to_string(number % 50);
  record.time = testing::days_span(number % 900, number % 900);
  return record;
}

TEST_F(SnapshotTest, a_large_store_keeps_one_and_makes_it_anew_when_the_store_changes) {
  constexpr int many = 20000;
  ProblemLog problems;
  {
    Store store(path_, Store::Access::write);
    store.begin();
    for (int i = 0; i < many; ++i) store.add(clash_of(i));
    store.commit();
  }
  const std::string first = json_of(stored_graph(path_, problems));
  ASSERT_TRUE(std::filesystem::exists(path_ + "-columns"));
  EXPECT_EQ(json_of(stored_graph(path_, problems)), first);
  std::uint64_t revision = 0;
  {
    Store store(path_, Store::Access::write);
    revision = store.revision();
    store.begin();
    store.add(clash_of(many));
    store.commit();
    EXPECT_NE(store.revision(), revision);
    store.begin();
    store.add(clash_of(many));
    store.commit();
    revision = store.revision();
  }
  EXPECT_FALSE(GraphSnapshot::open(path_ + "-columns", revision).has_value());
  const std::string second = json_of(stored_graph(path_, problems));
  EXPECT_NE(second, first);
  EXPECT_TRUE(GraphSnapshot::open(path_ + "-columns", revision).has_value());
  std::filesystem::resize_file(path_ + "-columns", 5000);
  EXPECT_EQ(json_of(stored_graph(path_, problems)), second);
}

}  // namespace
}  // namespace ekg
