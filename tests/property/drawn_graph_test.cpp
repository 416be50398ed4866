// What ekg draws for other programs it reads back: every event that the view shows, with all that the format
// holds (docs/formats/drawn.md).
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <tuple>

#include "export/writer.hpp"
#include "ingest/ingest.hpp"
#include "tests/support/small_graph.hpp"

namespace ekg {
namespace {

struct Drawing {
  const char* format;
  GraphView view;
};

// With every field that a picture has a column for, and texts that need escapes in each format.
EventGraph rich_graph(std::mt19937& random) {
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  const EventGraph plain = testing::random_graph(random, 8, 40);
  std::vector<EventRecord> records;
  for (EventId row = 0; row < plain.event_count(); ++row) {
    EventRecord record = plain.record(row);
    if (below(2) == 0) record.mode = "aerial";
    if (below(2) == 0) record.cameo = "0195", record.plover = "ASSAULT";
    if (below(3) == 0) record.time_text = "on \"Tuesday\", <b>";
    if (below(3) == 0) record.quote = "=1+1, 'quoted' & more";
    if (below(3) == 0) record.quantities.push_back({12.5, {}, Comparator::at_least, "men & women", ""});
    if (below(4) == 0) record.quantities.push_back({10, 20.0, Comparator::between, "", ""});
    if (below(5) == 0) record.time = TimeSpan{testing::on_day(3), testing::on_day(34), Precision::month};
    for (EventMention& mention : record.mentions) mention.text = "A sentence, with <markup> & \"quotes\".";
    records.push_back(std::move(record));
  }
  std::vector<Entity> entities;
  for (int i = 0; i < 8; ++i) {
    Entity entity = testing::entity("e" + std::to_string(i), static_cast<EntityKind>(below(10)));
    if (below(2) == 0) entity.country = "NOR", entity.sector = "GOV";
    if (below(2) == 0) entity.aliases = {"-minus", "=formula", "Alias & Co"};
    if (below(3) == 0) entity.latitude = below(180) - 89.75, entity.longitude = 0.125;
    if (below(3) == 0) entity.wikidata = "Q42";
    if (below(3) == 0) entity.roles = {{"president", "Norway", testing::days_span(1, 1), std::nullopt, "d1"}};
    entities.push_back(entity);
  }
  return testing::graph_of(records, entities);
}

EventGraph read_back(const std::string& drawn, const char* format) {
  ProblemLog problems;
  const Reader* const reader = find_reader(format);
  EXPECT_NE(reader, nullptr);
  std::istringstream in(drawn);
  EventGraph graph = build_graph(in, *reader, {}, problems);
  for (const Problem& problem : problems.sorted()) ADD_FAILURE() << format_problem(problem);
  return graph;
}

std::string draw(const EventGraph& graph, const Drawing& drawing) {
  std::ostringstream out;
  ProblemLog problems;
  WriteOptions options;
  options.view = drawing.view;
  options.aggregate = false;
  find_writer(drawing.format)->write(TimeSlice(graph), out, options, problems);
  return out.str();
}

template <class Rows>
std::set<std::string> ids_of(const Rows& rows) {
  std::set<std::string> ids;
  for (const auto& row : rows) ids.insert(row.id);
  return ids;
}

void expect_same(const EventRecord& a, const EventRecord& b) {
  EXPECT_EQ(a.type, b.type);
  EXPECT_EQ(a.mode, b.mode);
  EXPECT_EQ(a.cameo, b.cameo);
  EXPECT_EQ(a.plover, b.plover);
  EXPECT_EQ(a.quad, b.quad);
  EXPECT_EQ(a.intensity, b.intensity);
  EXPECT_EQ(a.status, b.status);
  EXPECT_EQ(a.confidence, b.confidence);
  EXPECT_EQ(a.time, b.time);
  EXPECT_EQ(a.time_text, b.time_text);
  EXPECT_EQ(a.about, b.about);
  EXPECT_EQ(a.quote, b.quote);
  EXPECT_EQ(a.quantities, b.quantities);
  EXPECT_EQ(ids_of(a.actors), ids_of(b.actors));
  EXPECT_EQ(ids_of(a.recipients), ids_of(b.recipients));
  EXPECT_EQ(ids_of(a.places), ids_of(b.places));
  std::set<std::tuple<std::string, std::string, Stance>> said[2];
  std::set<std::string> documents[2];
  for (int side = 0; side < 2; ++side) {
    const EventRecord& record = side == 0 ? a : b;
    for (const Attribution& voice : record.attribution)
      said[side].emplace(voice.by.id, voice.verb, voice.stance);
    for (const EventMention& mention : record.mentions) documents[side].insert(mention.doc);
  }
  EXPECT_EQ(said[0], said[1]);
  EXPECT_EQ(documents[0], documents[1]);
  EXPECT_EQ(a.mentions.empty() ? "" : a.mentions.front().text,
            b.mentions.empty() ? "" : b.mentions.front().text);
}

class DrawnGraphTest : public ::testing::TestWithParam<Drawing> {};

TEST_P(DrawnGraphTest, comes_back_with_all_that_the_format_holds) {
  const Drawing drawing = GetParam();
  std::mt19937 random(21);
  for (int round = 0; round < 25; ++round) {
    const EventGraph graph = rich_graph(random);
    const EventGraph back = read_back(draw(graph, drawing), drawing.format);
    std::size_t drawn = 0;
    for (EventId row = 0; row < graph.event_count(); ++row) {
      EventRecord record = graph.record(row);
      if (drawing.view == GraphView::actors && (record.actors.empty() || record.recipients.empty())) continue;
      ++drawn;
      const auto found = back.find_event(record.id);
      ASSERT_TRUE(found.has_value()) << record.id;
      expect_same(record, back.record(*found));
    }
    EXPECT_EQ(back.event_count(), drawn);
    for (const Entity& entity : back.entities()) {
      const auto known = graph.find_entity(entity.id);
      ASSERT_TRUE(known.has_value()) << entity.id;
      Entity expected = graph.entity(*known);
      if (!back.events_of(*back.find_entity(entity.id)).empty() && entity.kind != expected.kind) {
        // A place or a speaker that the view of actors only names.
        EXPECT_EQ(drawing.view, GraphView::actors);
        continue;
      }
      for (OfficeRole& role : expected.roles) role.doc.clear();
      EXPECT_EQ(entity.name, expected.name);
      if (!entity.country.empty() || !entity.aliases.empty()) {
        EXPECT_EQ(entity, expected);
      }
    }
    // Drawn again, it is the same file but for what the first one did not show.
    const std::string second = draw(back, drawing);
    EXPECT_EQ(draw(read_back(second, drawing.format), drawing), second);
  }
}

INSTANTIATE_TEST_SUITE_P(
    formats, DrawnGraphTest,
    ::testing::Values(Drawing{"graphml", GraphView::actors}, Drawing{"graphml", GraphView::events},
                      Drawing{"gexf", GraphView::actors}, Drawing{"gexf", GraphView::events},
                      Drawing{"node-link", GraphView::actors}, Drawing{"node-link", GraphView::events}),
    [](const auto& info) {
      std::string name = info.param.format;
      std::erase(name, '-');
      return name + (info.param.view == GraphView::actors ? "_actors" : "_events");
    });

// Each table by itself, for a folder may hold only one of them.
TEST(drawn_tables, of_documents_and_of_events_are_refused_whole) {
  std::mt19937 random(23);
  const EventGraph graph = rich_graph(random);
  for (const GraphView view : {GraphView::documents, GraphView::events}) {
    for (const char* table : {"csv-nodes", "csv-edges"}) {
      const std::string drawn = draw(graph, {table, view});
      ASSERT_GT(std::ranges::count(drawn, '\n'), 10);
      std::istringstream in(drawn);
      ProblemLog problems;
      try {
        build_graph(in, *find_reader(table), {}, problems);
        ADD_FAILURE() << table << " of view " << static_cast<int>(view) << " was read";
      } catch (const BrokenInput& broken) {
        EXPECT_EQ(broken.problem.code, "aggregated-graph");
      }
    }
  }
}

TEST(drawn_rows, what_is_no_xml_is_not_read) {
  std::mt19937 random(24);
  std::string drawn = draw(rich_graph(random), {"graphml", GraphView::actors});
  const std::size_t name = drawn.find("<data key=\"v_label\">") + 20;
  for (const char* damage : {"&#1;", "&#0;", "&foo;", "\x01", "<", "\xED\xA0\x80"}) {
    std::istringstream in(std::string(drawn).insert(name, damage));
    ProblemLog problems;
    EXPECT_THROW(build_graph(in, *find_reader("graphml"), {}, problems), BrokenInput) << damage;
  }
}

TEST(drawn_rows, quantities_that_are_no_numbers_are_dropped) {
  std::istringstream in(R"({"type":"clash","actors":[{"name":"A"}],"recipients":[{"name":"B"}],)"
                        R"("quantities":[{"value":12,"of":"men"}]})");
  ProblemLog problems;
  const EventGraph graph = build_graph(in, *find_reader("events"), {}, problems);
  const std::string drawn = draw(graph, {"graphml", GraphView::actors});
  const std::size_t value = drawn.find("exactly 12 men") + 8;
  for (const char* word : {"12", "nan", "inf", "-infinity", "1e301", "twelve"}) {
    std::istringstream damaged(std::string(drawn).replace(value, 2, word));
    ProblemLog log;
    const EventGraph back = build_graph(damaged, *find_reader("graphml"), {}, log);
    EXPECT_EQ(back.event_count(), word == std::string("12") ? 1U : 0U) << word;
  }
}

TEST(drawn_rows, a_speaker_without_a_verb_keeps_every_word_of_the_name) {
  std::istringstream in(R"({"type":"statement","actors":[{"name":"A"}],"recipients":[{"name":"B"}],)"
                        R"("attribution":[{"by":{"name":"Red Lake Radio"},"stance":"asserts"}]})");
  ProblemLog problems;
  const EventGraph graph = build_graph(in, *find_reader("events"), {}, problems);
  const EventGraph back = read_back(draw(graph, {"node-link", GraphView::actors}), "node-link");
  const Attribution said = back.record(0).attribution.at(0);
  EXPECT_EQ(said.by.name, "Red Lake Radio");
  EXPECT_EQ(said.verb, "");
}

// What the words of a list are put together with stands in them as well.
const char* const tricky_record =
    R"({"type":"statement","actors":[{"name":"'=1","kind":"country"}],"recipients":[{"name":"a | b |"}],)"
    R"("quantities":[{"value":3,"of":"x | y"},{"value":4,"of":"| z"}],"places":[{"name":"P | Q"}],)"
    R"("attribution":[{"by":{"name":"Committee of the Red Cross","kind":"organization","country":"CHE",)"
    R"("sector":"NGO"},"verb":"according to","stance":"asserts"},{"by":{"name":" | "},"verb":"said | wrote",)"
    R"("stance":"denies"},{"verb":"according to","stance":"asserts"}],)"
    R"("mentions":[{"doc":"d | 1","text":"A said B."},{"doc":"''+d"}]})";

void expect_same_words(const EventRecord& expected, const EventRecord& record) {
  expect_same(expected, record);
  ASSERT_EQ(record.attribution.size(), expected.attribution.size());
  for (std::size_t i = 0; i < expected.attribution.size(); ++i) {
    EXPECT_EQ(record.attribution[i].by.name, expected.attribution[i].by.name);
    EXPECT_EQ(record.attribution[i].verb, expected.attribution[i].verb);
  }
  EXPECT_EQ(record.actors.at(0).name, expected.actors.at(0).name);
  EXPECT_EQ(record.places.at(0).name, expected.places.at(0).name);
}

TEST(drawn_rows, names_and_verbs_that_look_like_lists_come_back) {
  std::istringstream in(tricky_record);
  ProblemLog problems;
  const EventGraph graph = build_graph(in, *find_reader("events"), {}, problems);
  EventRecord expected = graph.record(0);
  for (const char* format : {"graphml", "gexf", "node-link"}) {
    const EventGraph back = read_back(draw(graph, {format, GraphView::events}), format);
    ASSERT_EQ(back.event_count(), 1U) << format;
    const EventRecord record = back.record(0);
    expect_same_words(expected, record);
    for (std::size_t i = 0; i < expected.attribution.size(); ++i) {
      EXPECT_EQ(record.attribution[i].by.kind, expected.attribution[i].by.kind) << format;
      EXPECT_EQ(record.attribution[i].by.country, expected.attribution[i].by.country);
      EXPECT_EQ(record.attribution[i].by.sector, expected.attribution[i].by.sector);
    }
  }
  const std::string folder = ::testing::TempDir() + "tricky_";
  for (const char* table : {"csv-nodes", "csv-edges"})
    std::ofstream(folder + table + ".csv", std::ios::binary) << draw(graph, {table, GraphView::actors});
  const EventGraph back = build_graph({folder + "csv-edges.csv", folder + "csv-nodes.csv"}, {}, problems);
  EXPECT_TRUE(problems.empty());
  ASSERT_EQ(back.event_count(), 1U);
  const EventRecord record = back.record(0);
  for (Attribution& said : expected.attribution)  // who is no node has another id
    if (!said.by.name.empty())
      said.by.id =
          back
              .entity(*back.find_entity(
                  record.attribution.at(static_cast<std::size_t>(&said - expected.attribution.data())).by.id))
              .id;
  expected.places.at(0).id = record.places.at(0).id;
  expect_same_words(expected, record);
}

template <class Rows>
std::set<std::string> names_of(const Rows& rows) {
  std::set<std::string> names;
  for (const auto& row : rows) names.insert(row.name);
  return names;
}

std::string id_of_named(const std::vector<PlaceName>& places, const std::string& name) {
  const auto found = std::ranges::find(places, name, &PlaceName::name);
  return found != places.end() ? found->id : "";
}

TEST(drawn_tables, nodes_and_edges_come_back_together) {
  std::mt19937 random(22);
  const std::string folder = ::testing::TempDir() + "drawn_tables_";
  for (int round = 0; round < 10; ++round) {
    const EventGraph graph = rich_graph(random);
    std::set<std::string> nodes;
    for (EventId row = 0; row < graph.event_count(); ++row) {
      const EventRecord record = graph.record(row);
      if (record.actors.empty() || record.recipients.empty()) continue;
      for (const auto* parties : {&record.actors, &record.recipients})
        for (const Party& party : *parties) nodes.insert(party.id);
    }
    for (const char* table : {"csv-nodes", "csv-edges"})
      std::ofstream(folder + table + ".csv", std::ios::binary) << draw(graph, {table, GraphView::actors});
    ProblemLog problems;
    const EventGraph back = build_graph({folder + "csv-edges.csv", folder + "csv-nodes.csv"}, {}, problems);
    EXPECT_TRUE(problems.empty());
    for (EventId row = 0; row < back.event_count(); ++row) {
      const auto known = graph.find_event(back.event_id(row));
      ASSERT_TRUE(known.has_value());
      EventRecord expected = graph.record(*known), record = back.record(row);
      EXPECT_EQ(names_of(record.actors), names_of(expected.actors));
      EXPECT_EQ(names_of(record.recipients), names_of(expected.recipients));
      EXPECT_EQ(names_of(record.places), names_of(expected.places));
      // The table of edges names places and speakers; who is no node has another id.
      for (PlaceName& place : expected.places)
        if (!nodes.contains(place.id)) place.id = id_of_named(record.places, place.name);
      for (Attribution& said : expected.attribution) {
        if (nodes.contains(said.by.id)) continue;
        for (const Attribution& other : record.attribution)
          if (other.by.name == said.by.name) said.by.id = other.by.id;
      }
      expect_same(expected, record);
    }
    std::set<std::string> names;
    for (const Entity& entity : back.entities()) EXPECT_TRUE(names.insert(entity.name).second) << entity.name;
    EXPECT_EQ(draw(back, {"csv-edges", GraphView::actors}), draw(graph, {"csv-edges", GraphView::actors}));
  }
}

}  // namespace
}  // namespace ekg
