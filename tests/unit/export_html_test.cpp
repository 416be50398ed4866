#include <gtest/gtest.h>
#include <zlib.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "export/base64_deflate.hpp"
#include "export/record_json.hpp"
#include "export/writer.hpp"
#include "tests/support/small_graph.hpp"

namespace ekg {
namespace {

using ekg::testing::days_span;
using ekg::testing::event;
using ekg::testing::graph_of;

std::string inflated(std::string_view base64) {
  std::string packed;
  unsigned bits = 0;
  int count = 0;
  for (const char c : base64) {
    if (c == '=') break;
    const auto index =
        std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/").find(c);
    EXPECT_NE(index, std::string_view::npos);
    bits = bits << 6 | static_cast<unsigned>(index);
    if ((count += 6) >= 8) packed += static_cast<char>(bits >> (count -= 8) & 0xff);
  }
  std::string out(1 << 22, '\0');
  uLongf size = out.size();
  EXPECT_EQ(Z_OK, uncompress(reinterpret_cast<Bytef*>(out.data()), &size,
                             reinterpret_cast<const Bytef*>(packed.data()), packed.size()));
  out.resize(size);
  return out;
}

std::string page_of(const TimeSlice& slice, const std::string& title = "A title") {
  std::ostringstream out;
  ProblemLog problems;
  WriteOptions options;
  options.title = title;
  find_writer("html")->write(slice, out, options, problems);
  EXPECT_TRUE(problems.empty());
  return out.str();
}

std::string block_of(const std::string& page, const std::string& id) {
  const std::string open = "<script type=\"text/plain\" id=\"" + id + "\">";
  const std::size_t begin = page.find(open) + open.size();
  return inflated(std::string_view(page).substr(begin, page.find("</script>", begin) - begin));
}

TEST(base64_deflate, gives_back_every_length) {
  for (const std::size_t size : {0, 1, 2, 3, 4, 5, 100, 70001}) {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(i * 7919 >> 3);
    std::ostringstream out;
    Base64Deflate packer(out);
    packer.write(std::string_view(bytes).substr(0, size / 2));
    packer.write(std::string_view(bytes).substr(size / 2));
    packer.finish();
    EXPECT_EQ(0U, out.str().size() % 4);
    EXPECT_EQ(bytes, inflated(out.str()));
  }
}

TEST(html_writer, puts_the_graph_into_columns) {
  auto clash = event("2", "clash", {"A"}, {"B", "C"}, days_span(3, 3));
  clash.quad = Quad::material_conflict;
  clash.status = Status::confirmed;
  auto talk = event("1", "statement", {"B"}, {}, std::nullopt);
  talk.about = "ev-2";
  const EventGraph graph = graph_of({clash, talk});
  const auto core = nlohmann::json::parse(block_of(page_of(TimeSlice(graph)), "ekg-core"));
  EXPECT_EQ("A title", core["title"]);
  EXPECT_EQ((std::vector<std::string>{"en-A", "en-B", "en-C"}), core["entities"]["id"]);
  const auto& events = core["events"];
  EXPECT_EQ((std::vector<std::string>{"clash", "statement"}), core["types"]);
  EXPECT_EQ((std::vector<int>{0, 1}), events["type"]);
  EXPECT_EQ((std::vector<int>{3, -1}), events["quad"]);
  EXPECT_EQ("confirmed", core["statuses"][events["status"][0].get<int>()]);
  EXPECT_EQ(testing::on_day(3).time_since_epoch().count(), events["begin"][0].get<std::int64_t>());
  EXPECT_EQ(testing::on_day(4).time_since_epoch().count(), events["end"][0].get<std::int64_t>());
  EXPECT_TRUE(events["begin"][1].is_null());
  EXPECT_EQ((std::vector<int>{0, 1}), events["actors"]);
  EXPECT_EQ((std::vector<int>{1, 2}), events["actors_end"]);
  EXPECT_EQ((std::vector<int>{1, 2}), events["recipients"]);
  EXPECT_EQ((std::vector<int>{2, 2}), events["recipients_end"]);
  EXPECT_EQ(nlohmann::json({{"1", 0}}), events["about"]);
}

TEST(html_writer, keeps_the_native_records_word_for_word) {
  const EventGraph graph = graph_of({event("1", "clash", {"A"}, {"B"}, days_span(3, 3))});
  std::string expected;
  for (const Entity& entity : graph.entities()) {
    append_json(expected, entity);
    expected += '\n';
  }
  append_json(expected, graph.record(0));
  EXPECT_EQ(expected + "\n", block_of(page_of(TimeSlice(graph)), "ekg-records"));
}

TEST(html_writer, writes_only_what_the_slice_holds) {
  const EventGraph graph = graph_of(
      {event("1", "clash", {"A"}, {"B"}, days_span(3, 3)), event("2", "aid", {"C"}, {"D"}, days_span(9, 9))});
  const auto core = nlohmann::json::parse(
      block_of(page_of(TimeSlice(graph).between(testing::on_day(5), testing::on_day(20))), "ekg-core"));
  EXPECT_EQ((std::vector<std::string>{"en-C", "en-D"}), core["entities"]["id"]);
  EXPECT_EQ(1U, core["events"]["type"].size());
}

TEST(html_writer, gives_the_same_bytes_again) {
  const EventGraph graph = graph_of(
      {event("1", "clash", {"A"}, {"B"}, days_span(3, 3)), event("2", "aid", {"C"}, {"B"}, std::nullopt)});
  EXPECT_EQ(page_of(TimeSlice(graph)), page_of(TimeSlice(graph)));
}

TEST(html_writer, lets_no_name_or_title_become_markup) {
  const std::string evil = "</script><script>alert(1)</script><!--";
  const EventGraph graph = graph_of({event("1", evil, {evil}, {"<img onerror=x>"}, days_span(3, 3))});
  const std::string page = page_of(TimeSlice(graph), evil + "\n%DATA%");
  EXPECT_EQ(std::string::npos, page.find("alert(1)</script>"));
  EXPECT_EQ(std::string::npos, page.find("<img"));
  EXPECT_NE(std::string::npos, page.find("<title>&#60;/script&#62;"));
  EXPECT_EQ(evil, nlohmann::json::parse(block_of(page, "ekg-core"))["types"][0]);
}

TEST(html_writer, says_when_the_output_fails) {
  const EventGraph graph = graph_of({event("1", "clash", {"A"}, {"B"}, days_span(3, 3))});
  std::ostringstream out;
  out.setstate(std::ios::badbit);
  ProblemLog problems;
  EXPECT_THROW(find_writer("html")->write(TimeSlice(graph), out, {}, problems), OutputError);
}

}  // namespace
}  // namespace ekg
