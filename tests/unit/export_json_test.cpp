#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "export/json_text.hpp"
#include "export/record_json.hpp"
#include "export/writer.hpp"
#include "tests/support/hostile_graph.hpp"

namespace ekg {
namespace {

using testing::days_span;
using testing::event;

std::string written(std::string_view format, const TimeSlice& slice) {
  std::ostringstream out;
  ProblemLog problems;
  find_writer(format)->write(slice, out, {}, problems);
  return out.str();
}

TEST(record_json, says_the_record_with_its_keys_in_order) {
  EventRecord record = event("1", "clash", {"A"}, {"B"}, days_span(3, 4));
  record.cameo = "190";
  record.quad = Quad::material_conflict;
  record.intensity = -10;
  record.time_text = "on \"Tuesday\"";
  record.quantities.push_back({1, 2.5, Comparator::between, "men", ""});
  record.attribution.push_back({Party{}, "reported", Stance::asserts});
  record.mentions.push_back({"d", 12, std::array<std::uint32_t, 2>{1, 9}, std::nullopt, "t\n"});
  record.confidence = 0.1;
  std::string out;
  append_json(out, record);
  EXPECT_EQ(
      out,
      R"({"id":"ev-1","type":"clash","cameo":"190","quad":"material-conflict","intensity":-10,)"
      R"("time":{"start":"2024-01-04","end":"2024-01-05","precision":"day","text":"on \"Tuesday\""},)"
      R"("actors":[{"id":"en-A","name":"A","kind":"other"}],"recipients":[{"id":"en-B","name":"B","kind":"other"}],)"
      R"("quantities":[{"value":1,"max":2.5,"comparator":"between","of":"men"}],"status":"asserted",)"
      R"("attribution":[{"verb":"reported","stance":"asserts"}],)"
      R"("doc":"d","sentence":12,"span":[1,9],"text":"t\n","confidence":0.1})");
}

TEST(record_json, leaves_out_what_is_absent) {
  EventRecord record;
  record.type = "meeting";
  std::string out;
  append_json(out, record);
  EXPECT_EQ(out, R"({"type":"meeting","status":"asserted"})");
}

TEST(record_json, a_time_word_is_read_back_as_the_same_span) {
  for (const char* word :
       {"2024", "2024-11", "2024-Q4", "2024-W45", "2020-W53", "2024-11-05", "199X", "2024-02-29"}) {
    const auto span = parse_time(word);
    ASSERT_TRUE(span) << word;
    EXPECT_EQ(time_word(*span), word);
  }
}

TEST(json_text, escapes_what_json_demands) {
  std::string out;
  append_json_string(out, std::string("\"\\\n\x01\x7f</script>\xD0\xB2", 16));
  EXPECT_EQ(nlohmann::json::parse(out).get<std::string>(),
            std::string("\"\\\n\x01\x7f</script>\xD0\xB2", 16));
}

TEST(json_text, numbers_are_the_shortest_that_read_back_the_same) {
  for (const double value : {0.1, 1e-300, 123456789.125, 0.1 + 0.2, -0.5, 3.0, 1e22}) {
    std::string out;
    append_json_number(out, value);
    EXPECT_EQ(std::stod(out), value) << out;
  }
}

TEST(json_writer, writes_valid_json_in_canonical_order) {
  const EventGraph graph = testing::hostile_graph();
  const auto json = nlohmann::json::parse(written("json", TimeSlice(graph)));
  EXPECT_EQ(json["format"], "ekg");
  EXPECT_EQ(json["entities"].size(), graph.entity_count());
  ASSERT_EQ(json["events"].size(), graph.event_count());
  for (const char* list : {"documents", "entities", "events"}) {
    for (std::size_t i = 1; i < json[list].size(); ++i)
      EXPECT_LT(json[list][i - 1]["id"].get<std::string>(), json[list][i]["id"].get<std::string>());
  }
  EXPECT_EQ(json["entities"][0]["name"], testing::hostile_texts()[0]);
}

TEST(json_writer, a_slice_takes_only_the_entities_and_documents_it_needs) {
  EventRecord first = event("1", "clash", {"A"}, {"B"}, days_span(1, 1));
  first.mentions.push_back({"d1", 0, std::nullopt, std::nullopt, ""});
  EventRecord second = event("2", "clash", {"B"}, {"C"}, days_span(9, 9));
  second.mentions.push_back({"d2", 0, std::nullopt, std::nullopt, ""});
  const EventGraph graph = testing::graph_of({first, second}, {testing::entity("alone")});
  EXPECT_EQ(nlohmann::json::parse(written("json", TimeSlice(graph)))["entities"].size(), 4U);
  const auto part = nlohmann::json::parse(
      written("json", TimeSlice(graph).between(testing::on_day(0), testing::on_day(5))));
  EXPECT_EQ(part["events"].size(), 1U);
  EXPECT_EQ(part["entities"].size(), 2U);
  EXPECT_EQ(part["documents"].size(), 1U);
}

TEST(jsonl_writer, writes_one_record_a_line) {
  const EventGraph graph = testing::hostile_graph();
  std::istringstream lines(written("jsonl", TimeSlice(graph)));
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count)
    EXPECT_TRUE(nlohmann::json::parse(line).contains("type"));
  EXPECT_EQ(count, graph.event_count());
}

TEST(writers, each_is_found_by_name_and_by_suffix) {
  for (const Writer* writer : writers()) {
    EXPECT_EQ(find_writer(writer->name), writer);
    ASSERT_FALSE(writer->suffixes.empty());
    EXPECT_EQ(writer_for_file("Out" + std::string(writer->suffixes.front())), writer);
    EXPECT_EQ(writer_for_file("OUT" + std::string(writer->suffixes.front()) + ".GZ"), writer);
  }
  EXPECT_EQ(writer_for_file("x.unknown"), nullptr);
  EXPECT_EQ(find_writer("unknown"), nullptr);
}

TEST(writers, the_same_graph_gives_the_same_bytes_and_a_full_disk_is_an_error) {
  const EventGraph one = testing::hostile_graph(), two = testing::hostile_graph();
  for (const Writer* writer : writers()) {
    EXPECT_EQ(written(writer->name, TimeSlice(one)), written(writer->name, TimeSlice(two))) << writer->name;
    std::ostringstream full;
    full.setstate(std::ios::badbit);
    ProblemLog problems;
    EXPECT_THROW(writer->write(TimeSlice(one), full, {}, problems), OutputError) << writer->name;
  }
}

TEST(writers, an_empty_graph_is_written_by_all) {
  const EventGraph graph = testing::graph_of({});
  for (const Writer* writer : writers())
    EXPECT_NO_THROW(written(writer->name, TimeSlice(graph))) << writer->name;
}

}  // namespace
}  // namespace ekg
