#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "graph/embedded.hpp"
#include "ingest/coded/codes.hpp"
#include "ingest/coded/column_reader.hpp"
#include "ingest/record_json.hpp"
#include "ingest/resolve.hpp"
#include "ingest/text/events/tsv.hpp"
#include "ingest/text/ontology.hpp"

namespace ekg {
namespace {

// Fields divided by '|', rows by '\n'; a bad row is "!CODE@LINE".
std::string rows_of(const std::string& text, ColumnFormat format) {
  std::istringstream in(text);
  ColumnReader reader(in, format, "file");
  std::string out;
  while (true) {
    const auto result = reader.next();
    if (result == ColumnReader::Result::end) return out;
    if (result == ColumnReader::Result::bad) {
      out += "!" + reader.problem().code + "@" + std::to_string(reader.problem().line);
    } else {
      for (const std::string_view field : reader.fields()) (out += field) += '|';
    }
    out += '\n';
  }
}
std::string tabs(const std::string& text) { return rows_of(text, ColumnFormat::tab); }
std::string commas(const std::string& text) { return rows_of(text, ColumnFormat::comma); }

TEST(column_reader, divides_lines_at_tabs_whatever_their_ends) {
  EXPECT_EQ(tabs("a\tb\n\n\"c\t\"\r\nd"), "a|b|\n\"c|\"|\nd|\n");
  EXPECT_EQ(tabs("\xef\xbb\xbf"
                 "a\tb"),
            "a|b|\n");
  EXPECT_EQ(tabs(""), "");
  EXPECT_EQ(tabs("\t\n"), "||\n");
}

TEST(column_reader, takes_quotes_off_and_halves_doubled_ones) {
  EXPECT_EQ(commas("a,\"b,\nc\",\"say \"\"no\"\"\"\r\n1,,\"\"\n"), "a|b,\nc|say \"no\"|\n1|||\n");
}

TEST(column_reader, drops_the_line_of_a_stray_quote_and_reads_the_next) {
  EXPECT_EQ(commas("a,b\"c\n1,2\n"), "!stray-quote@1\n1|2|\n");
  EXPECT_EQ(commas("\"a\"b,c\n1,2\n"), "!stray-quote@1\n1|2|\n");
  EXPECT_EQ(commas("x\n\"a,c\n1,2\n"), "x|\n!stray-quote@2\n1|2|\n");
}

TEST(column_reader, counts_the_lines_inside_quotes) {
  EXPECT_EQ(commas("\"a\n\n\",b\nc\"\n"), "a\n\n|b|\n!stray-quote@4\n");
}

TEST(column_reader, takes_a_carriage_return_for_the_end_of_a_line_where_there_is_nothing_else) {
  EXPECT_EQ(commas("a,b\r1,\"x\ny\"\r3,4\r"), "a|b|\n1|x\ny|\n3|4|\n");
  EXPECT_EQ(tabs("a\tb\r\r1\t2\r\"\t4"), "a|b|\n1|2|\n\"|4|\n");
  EXPECT_EQ(commas("a,b\r\n1,\"x\ry\"\n"), "a|b|\n1|x\ry|\n");
  EXPECT_EQ(commas("a\"b,\rc\n1,2\n3,4\n"), "!stray-quote@1\n1|2|\n3|4|\n");
  EXPECT_EQ(commas("a,b\rc,\"\"d\re,f\r"), "a|b|\n!stray-quote@2\ne|f|\n");
}

TEST(column_reader, reads_quotes_between_tabs_where_the_first_cell_has_them) {
  const auto found_out = [](const std::string& text) { return rows_of(text, ColumnFormat::by_first_line); };
  EXPECT_EQ(found_out("\"a\"\t\"b\"\n1\t\"x \"\"y\"\"\t\"\n"), "a|b|\n1|x \"y\"\t|\n");
  EXPECT_EQ(found_out("a\tb\n1\t\"x\"\n"), "a|b|\n1|\"x\"|\n");
}

TEST(column_reader, drops_rows_that_are_no_text) {
  EXPECT_EQ(tabs(std::string("a\0b\nc\n", 6)), "!nul-byte@1\nc|\n");
  EXPECT_EQ(tabs("a\n\xff\nc\n"), "a|\n!invalid-utf8@2\nc|\n");
}

TEST(column_reader, reads_rows_across_the_ends_of_its_buffer) {
  std::string text, expected;
  for (int i = 0; i < 400; ++i) {
    const std::string field(static_cast<std::size_t>(i) * 37, static_cast<char>('a' + i % 26));
    text += field + ",\"" + field + "\"\n";
    expected += field + "|" + field + "|\n";
  }
  EXPECT_EQ(commas(text), expected);
}

TEST(column_reader, passes_over_a_line_without_end) {
  EXPECT_EQ(tabs("a\n" + std::string(40 << 20, 'x') + "\nb\n"), "a|\n!line-too-long@2\nb|\n");
  EXPECT_EQ(commas("a\n" + std::string(40 << 20, 'x') + "\nb\"\n"), "a|\n!line-too-long@2\n!stray-quote@3\n");
  EXPECT_EQ(commas("a\n\"" + std::string(40 << 20, 'x') + "\nb\n"), "a|\n!line-too-long@2\nb|\n");
}

TEST(codes, every_cameo_code_has_a_type_of_the_ontology) {
  const Ontology ontology;
  std::istringstream in{std::string(embedded_data("coded/cameo.tsv"))};
  int codes = 0;
  for_each_row(in, [&](std::string_view line, std::uint64_t number) {
    const auto field = split(line, '\t');
    EXPECT_NE(ontology.find(field[1]), nullptr) << number << ": " << line;
    const CameoMeaning* meaning = Codes::get().cameo(field[0]);
    ASSERT_NE(meaning, nullptr);
    EXPECT_TRUE(meaning->intensity >= -10 && meaning->intensity <= 10) << line;
    ++codes;
  });
  EXPECT_GT(codes, 300);
  EXPECT_EQ(Codes::get().cameo("999"), nullptr);
  for (const char* later : {"155", "176", "1834", "1951", "1952"})
    EXPECT_NE(Codes::get().cameo(later), nullptr) << later;
}

TEST(codes, a_sector_list_says_what_its_first_in_rank_says) {
  EXPECT_EQ(Codes::get()
                .icews_sectors("Executive,Finance / Economy / Commerce / Trade Ministry,Government")
                ->sector,
            "GOV");
  EXPECT_EQ(Codes::get().icews_sectors("Military,Government")->kind, EntityKind::military);
  EXPECT_EQ(Codes::get().icews_sectors("Global Diplomatic IGOs")->sector, "IGO");
  EXPECT_EQ(Codes::get().icews_sectors("something else"), std::nullopt);
}

EventRecord told(const std::string& id, const std::string& doc) {
  EventRecord record;
  record.id = id;
  record.type = "clash";
  record.time = parse_time("2024-11-05");
  record.actors = {{.name = "Ukraine", .kind = EntityKind::country, .country = "UKR"}};
  record.recipients = {{.name = "Russia", .kind = EntityKind::country, .country = "RUS"}};
  record.mentions = {{.doc = doc}};
  return record;
}

TEST(resolve, rows_of_one_data_set_stay_apart_and_join_what_an_article_tells) {
  std::vector<EventRecord> records = {told("acled:1", "acled:1"), told("acled:2", "acled:2"),
                                      told("", "article")};
  records[2].time_text = "on Tuesday";
  records[0].fields = {{"acled.geo_precision", "1"}};
  const Resolution resolution = resolve(records);
  ASSERT_EQ(resolution.events.size(), 2u);
  std::size_t mentions = 0;
  for (const EventRecord& event : resolution.events) mentions += event.mentions.size();
  EXPECT_EQ(mentions, 3u);
  std::ranges::reverse(records);
  EXPECT_EQ(resolve(records).events, resolution.events);
}

TEST(resolve, of_two_versions_of_a_row_the_later_wins_wholly) {
  const auto row = [](const char* timestamp, double dead, const char* source) {
    EventRecord record = told("acled:1", source);
    record.quantities = {{.value = dead, .of = "deaths"}};
    record.fields = {{"acled.timestamp", timestamp}};
    return record;
  };
  std::vector<EventRecord> records = {row("999999999", 9, "a"), row("1731369600", 7, "b"),
                                      row("1731369599", 0, "c")};
  for (int turn = 0; turn < 3; ++turn, std::ranges::rotate(records, records.begin() + 1)) {
    const Resolution resolution = resolve(records);
    ASSERT_EQ(resolution.events.size(), 1U);
    EXPECT_EQ(resolution.events[0].quantities, row("1731369600", 7, "b").quantities);
    EXPECT_EQ(resolution.events[0].mentions.size(), 1U);
    EXPECT_EQ(resolution.contradicted, std::vector<std::string>{"acled:1"});
  }
  // What a merged event knows besides contradicts nothing.
  EventRecord more = row("1731369600", 7, "b");
  more.quantities.push_back({.value = 3, .of = "wounded"});
  EXPECT_TRUE(resolve({row("1731369600", 7, "b"), more}).contradicted.empty());
  // However numbers and timestamps are written.
  EventRecord written = row("1731369600.0", 7, "b");
  written.quantities.front().text = "7.0";
  const Resolution same = resolve({row("1731369600", 7, "b"), written});
  EXPECT_TRUE(same.contradicted.empty());
  EXPECT_EQ(same.events[0].quantities.size(), 1U);
  EXPECT_EQ(
      resolve({row("1700000000.0", 3, "b"), row("1800000000", 5, "b")}).events[0].quantities.front().value,
      5);
  // What was written before adds nothing, though it contradicts nothing.
  EventRecord silent = row("1800000000", 0, "b");
  silent.quantities.clear();
  EXPECT_TRUE(resolve({row("1700000000", 3, "b"), silent}).events[0].quantities.empty());
}

TEST(resolve, no_event_gets_the_position_that_another_place_of_that_name_told) {
  std::vector<EventRecord> records = {told("gdelt:1", "a"), told("gdelt:2", "b"), told("gdelt:3", "c")};
  records[0].places = {{.name = "Springfield", .country = "USA", .latitude = 37.2, .longitude = -93.3}};
  records[1].places = {{.name = "Springfield", .country = "USA"}};
  records[2].places = {{.name = "Kyiv", .country = "UKR"}};  // which is known
  for (const EventRecord& event : resolve(records).events)
    EXPECT_EQ(event.places.front().latitude.has_value(), event.id != "gdelt:2") << event.id;
}

TEST(resolve, a_mention_joins_its_event_whichever_comes_first_and_else_is_named_unknown) {
  EventRecord mention;
  mention.id = "gdelt:1";
  mention.mentions = {{.doc = "https://news.example/b"}};
  EventRecord lost = mention;
  lost.id = "gdelt:2";
  std::vector<EventRecord> records = {mention, told("gdelt:1", "https://news.example/a"), lost};
  const Resolution resolution = resolve(records);
  ASSERT_EQ(resolution.events.size(), 1u);
  EXPECT_EQ(resolution.events[0].mentions.size(), 2u);
  EXPECT_EQ(resolution.unknown, std::vector<std::string>{"gdelt:2"});
  std::ranges::reverse(records);
  EXPECT_EQ(resolve(records).events, resolution.events);
}

}  // namespace
}  // namespace ekg
