// Lines of event records wherever a block of the input or sixteen bytes of a line end, and read by the short
// way as by the long one.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <random>
#include <sstream>
#include <vector>

#include "ingest/event_lines.hpp"
#include "ingest/reader.hpp"
#include "ingest/record_json.hpp"
#include "ingest/text_bytes.hpp"

namespace ekg {
namespace {

struct Told final : RecordSink {
  void add(Document) override {}
  void add(EventRecord&& record) override {
    kept += std::to_string(record.line) + ":" + std::to_string(record.mentions.at(0).text.size()) + " ";
  }
  void add_row(Document) override {}
  void add_row(Entity) override {}
  void add_mention(std::string, EventMention) override {}
  void add_source(Document) override {}
  void drop(Problem problem) override {
    problems += problem.code + "@" + std::to_string(problem.line) + " " + problem.message + "\n";
  }
  void report(Problem) override {}
  std::string kept, problems;
};

Told read(const std::string& text) {
  std::istringstream in(text);
  Told told;
  find_reader("events")->read(in, {}, told);
  return told;
}

std::string line(std::string_view text, std::string_view rest = "") {
  std::string out = R"({"type":"meeting","doc":"d","text":")";
  ((out += text) += '"') += rest;
  return out + "}";
}

TEST(json_lines, a_line_is_read_whole_wherever_a_block_of_64_KiB_ends) {
  constexpr std::size_t block = 1 << 16;
  const std::size_t around = line("").size();
  for (std::size_t size = block - around - 3; size < block - around + 4; ++size) {
    const std::string text(size, 'x');
    const std::string size_text = std::to_string(size);
    for (const char* end : {"", "\n", "\r\n", "\n\n"}) {
      const Told told = read(line(text) + "\n\n" + line(text) + "\r\n" + line("short") + end);
      EXPECT_EQ(told.kept, "1:" + size_text + " 3:" + size_text + " 4:5 ");
      EXPECT_EQ(told.problems, "");
    }
  }
}

TEST(json_lines, what_is_no_text_is_found_at_every_place_of_a_line) {
  for (std::size_t before = 0; before < 20; ++before) {
    const std::string plain(before, 'x');
    const auto problem_with = [&](const std::string& bytes) {
      return read(line("first") + "\n" + line(plain + bytes + "yz") + "\n" + line("last"));
    };
    const Told nul = problem_with(std::string(1, '\0'));
    EXPECT_EQ(nul.kept, "1:5 3:4 ");
    EXPECT_TRUE(nul.problems.starts_with("nul-byte@2 ")) << nul.problems;
    for (const char* bad : {"\xff", "\xc3", "\xe2\x82", "\x80"}) {
      const Told told = problem_with(bad);
      EXPECT_EQ(told.kept, "1:5 3:4 ");
      EXPECT_TRUE(told.problems.starts_with("invalid-utf8@2 ")) << told.problems;
    }
    EXPECT_EQ(problem_with("\xc3\xa9\xe2\x82\xac").problems, "");
  }
}

TEST(json_lines, a_problem_says_where_in_the_record_it_is) {
  EXPECT_EQ(read(line("a", R"(,"actors":[{"name":"A"},{"name":3}])")).problems,
            "bad-field@1 \"actors[1].name\" must be a string\n");
  EXPECT_EQ(read(line("a", R"(,"span":[1,"x"])")).problems,
            "bad-field@1 \"span[1]\" must be a whole number from 0 to 4294967295\n");
  EXPECT_EQ(read(line("a", R"(,"time":{"start":"yesterday"})")).problems,
            "bad-field@1 \"time.start\" \"yesterday\" is no time\n");
}

// What the reader makes of one line: the record, or the code of its problem.
struct Outcome final : RecordSink {
  void add(Document) override {}
  void add(EventRecord&& one) override { records.push_back(std::move(one)); }
  void add_row(Document) override {}
  void add_row(Entity) override {}
  void add_mention(std::string, EventMention) override {}
  void add_source(Document) override {}
  void drop(Problem problem) override { dropped.push_back(problem.code + ": " + problem.message); }
  void report(Problem problem) override { told.push_back(problem.code + ": " + problem.message); }
  std::vector<EventRecord> records;
  std::vector<std::string> dropped, told;
};

// The same by simdjson's tree, line by line.
Outcome read_slowly(const std::vector<std::string>& lines) {
  Outcome out;
  std::vector<std::string> unknown;
  simdjson::dom::parser parser;
  std::uint64_t number = 0;
  for (const std::string& line : lines) {
    ++number;
    if (line.find_first_not_of(" \t\r") == line.npos) continue;
    if (const auto bad = text_problem(line, "")) {
      out.dropped.push_back(bad->code + ": " + bad->message);
      continue;
    }
    simdjson::dom::element json;
    if (const auto error = parser.parse(line).get(json)) {
      out.dropped.push_back(
          error == simdjson::NUMBER_ERROR
              ? "bad-json: a number that is none, or a whole one of more than 64 bits; write it "
                "as text or with an exponent"
              : std::string("bad-json: no JSON object (") + simdjson::error_message(error) +
                    "); is the line cut?");
      continue;
    }
    try {
      out.records.push_back(event_from_json(json, unknown));
      weigh_by_type(out.records.back());
      out.records.back().line = number;
    } catch (const FieldError& error) {
      out.dropped.push_back("bad-field: " + (error.field.empty()
                                                 ? "the record " + error.message
                                                 : "\"" + error.field + "\" " + error.message));
    }
  }
  report_unknown_fields(std::move(unknown), {}, out);
  return out;
}

const std::vector<std::string> whole_lines = {
    R"({"id":"ev-0000000000000001","type":"clash","mode":"small-arms","cameo":"190","plover":"ASSAULT",)"
    R"("quad":"material-conflict","intensity":-10.0,"time":{"start":"2024-11-05","end":"2024-11-06",)"
    R"("precision":"day","text":"On \"Tuesday\""},"actors":[{"id":"en-1","name":"Żółw \u00e9\ud83d\ude00",)"
    R"("kind":"military","country":"UKR","sector":"MIL","mention":"the\nmilitary","inferred":true,)"
    R"("aliases":["B","A"],"roles":[{"title":"president","from":"2019","to":"2024-05","doc":"d"}]}],)"
    R"("recipients":[{"name":"x"},{"id":"en-2","name":"y\/z"}],"places":[{"id":"en-3","name":"Kursk",)"
    R"("country":"RUS","lat":51.73,"lon":36,"geonames":538555}],"status":"confirmed","confidence":0.87,)"
    R"("doc":"d","sentence":12,"span":[1893,1987],"trigger":[1921,1928],"text":"A\tsentence."})",
    R"({"type":"aid","quantities":[{"value":1e3,"comparator":"between","max":2000,"of":"men","text":"t"}],)"
    R"("attribution":[{"by":{"name":"R"},"verb":"told","stance":"asserts"}],"about":"ev-1","quote":"q",)"
    R"("mentions":[{"doc":"a","sentence":0,"span":[0,1],"text":"t"},{"doc":"b"}],"fields":{"acled.x":"1"}})",
    R"( { "type" : "meeting" , "actors" : [ ] , "time":null, "colour":{"deep":[1,-2.5e-3,true,null,"s"]} } )",
    R"({"type":"protest"})",
    R"({"type":"clash","sentence":4294967296,"actors":[{"name":"A"}],"confidence":1})",
    R"({"type":"clash","confidence":1.0e0,"intensity":0.1,"time":{"start":"2024-W45"}})",
};

void expect_same(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& one : lines) text += one + '\n';
  std::istringstream in(text);
  Outcome fast;
  find_reader("events")->read(in, {}, fast);
  const Outcome slow = read_slowly(lines);
  EXPECT_EQ(fast.dropped, slow.dropped) << text;
  EXPECT_EQ(fast.told, slow.told) << text;
  ASSERT_EQ(fast.records.size(), slow.records.size()) << text;
  for (std::size_t i = 0; i < fast.records.size(); ++i) EXPECT_EQ(fast.records[i], slow.records[i]) << text;
}

TEST(json_lines, a_line_is_read_by_the_short_way_as_by_the_long_one) {
  expect_same(whole_lines);
  for (const std::string& one : whole_lines) expect_same({one});
  for (const char* odd : {R"({"type":"a\u0000"})",
                          R"({"type":"\ud800"})",
                          R"({"type":"\udc00\ud800"})",
                          R"({"ty\u0070e":"clash"})",
                          R"({"type":"a","confidence":01})",
                          R"({"type":"a"}})",
                          R"({"type":"a","confidence":1e999})",
                          R"({"type":"a","x":1.})",
                          R"({"type":"a",})",
                          R"({"type":"a","x":[1,]})",
                          R"({"type":"a" "x":1})",
                          R"([{"type":"a"}])",
                          R"("a")",
                          R"({"type":"a","x":tru})",
                          R"({"type":"a","sentence":-1})",
                          R"({"type":"a"} x)",
                          R"({"type":"a","type":"b","actors":[{"name":"A"}],"actors":[{"name":"B"}]})",
                          R"({"type":"a","confidence":.5})",
                          R"({"type":"a","confidence":+1})",
                          "{",
                          "{}",
                          "null"})
    expect_same({odd, whole_lines[0]});
}

TEST(json_lines, a_byte_changed_anywhere_is_read_by_the_short_way_as_by_the_long_one) {
  std::mt19937 random(7);
  const std::string bytes = "{}[]\",:\\u0019eE+-.nt \t\x01\x7f\xc3\xa9\xff";
  for (int round = 0; round < 4000; ++round) {
    std::vector<std::string> lines;
    for (int i = 0; i < 3; ++i) {
      std::string one = whole_lines[random() % whole_lines.size()];
      for (unsigned changes = random() % 3; changes > 0; --changes) {
        const std::size_t at = random() % one.size();
        switch (random() % 3) {
          case 0:
            one[at] = bytes[random() % bytes.size()];
            break;
          case 1:
            one.erase(at, 1 + random() % 4);
            break;
          default:
            one.insert(at, 1, bytes[random() % bytes.size()]);
        }
        if (one.empty()) one = "{";
      }
      lines.push_back(one);
    }
    expect_same(lines);
    if (HasFailure()) break;
  }
}

}  // namespace
}  // namespace ekg
