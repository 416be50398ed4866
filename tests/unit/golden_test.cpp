// The folders of tests/golden: <format>/<case>/ with input.* is read by that reader and compared with
// expected.json and expected.problems; with graph.json it is written by that writer and compared with
// expected.out and expected.problems. Run with EKG_UPDATE_GOLDEN=1 to write what is expected anew, and read
// the difference.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "export/json_text.hpp"
#include "export/record_json.hpp"
#include "export/writer.hpp"
#include "graph/time_slice.hpp"
#include "ingest/coded/column_map.hpp"
#include "ingest/ingest.hpp"
#include "ingest/input_stream.hpp"
#include "ingest/reader.hpp"

namespace ekg {
namespace {

namespace fs = std::filesystem;

const fs::path golden = fs::path(EKG_SOURCE_DIR) / "tests/golden";

// What a reader gave, a JSON object a line.
class Transcript final : public RecordSink {
 public:
  void add(Document document) override {
    append_json(text_, document);
    text_.pop_back();
    text_ += ",\"text\":";
    append_json_string(text_, document.text);
    text_ += "}\n";
  }
  void add(EventRecord&& record) override { line(record); }
  void add_row(Document document) override { line(document); }
  void add_row(Entity entity) override { line(entity); }
  void add_mention(std::string event_id, EventMention mention) override {
    EventRecord told;
    told.id = std::move(event_id), told.mentions = {std::move(mention)};
    line(told);
  }
  void add_source(Document document) override { line(document); }
  void drop(Problem problem) override { note(problem); }
  void report(Problem problem) override { note(problem); }

  const std::string& text() const { return text_; }
  const std::string& problems() const { return problems_; }
  void note(const Problem& problem) { problems_ += format_problem(problem) + "\n"; }

 private:
  template <class Row>
  void line(const Row& row) {
    append_json(text_, row);
    text_ += "\n";
  }
  std::string text_, problems_;
};

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void compare(const std::string& actual, const fs::path& expected) {
  if (std::getenv("EKG_UPDATE_GOLDEN") != nullptr) std::ofstream(expected, std::ios::binary) << actual;
  EXPECT_EQ(actual, read_file(expected)) << expected;
}

void check_reader(const Reader& reader, const fs::path& folder, const fs::path& input) {
  Transcript transcript;
  ReadOptions options;
  options.file = input.filename().string();
  options.document_id = "input";
  try {
    fs::current_path(folder);  // problems name the file as it was given
    InputStream in(options.file);
    ColumnMap map;
    if (fs::exists("map.toml")) {
      InputStream toml("map.toml");
      map = ColumnMap::read(toml.stream(), "map.toml");
      options.map = &map;
      EXPECT_EQ(map.missing_in(in.head()), "");
    }
    const Reader* const found = options.map != nullptr ? &reader : detect_reader(input.string(), in.head());
    EXPECT_EQ(found, &reader) << input;
    reader.read(in.stream(), options, transcript);
  } catch (const BrokenInput& broken) {
    transcript.note(broken.problem);
  }
  compare(transcript.text(), folder / "expected.json");
  compare(transcript.problems(), folder / "expected.problems");
}

void check_writer(const Writer& writer, const fs::path& folder) {
  ProblemLog problems;
  const EventGraph graph = build_graph({(folder / "graph.json").string()}, {}, problems);
  std::ostringstream out;
  writer.write(TimeSlice(graph), out, {}, problems);
  compare(out.str(), folder / "expected.out");
  std::string told;
  for (const Problem& problem : problems.sorted()) told += format_problem(problem) + "\n";
  compare(told, folder / "expected.problems");
}

TEST(golden, every_case_gives_what_is_expected) {
  int cases = 0;
  for (const fs::directory_entry& format : fs::directory_iterator(golden)) {
    if (!format.is_directory()) continue;
    const std::string name = format.path().filename().string();
    for (const fs::directory_entry& folder : fs::directory_iterator(format)) {
      SCOPED_TRACE(folder.path().string());
      ++cases;
      bool used = false;
      for (const fs::directory_entry& file : fs::directory_iterator(folder)) {
        const std::string file_name = file.path().filename().string();
        if (file_name.starts_with("input.")) {
          const Reader* reader = find_reader(name);
          ASSERT_NE(reader, nullptr) << "no reader " << name;
          check_reader(*reader, folder, file);
          used = true;
        } else if (file_name == "graph.json") {
          const Writer* writer = find_writer(name);
          ASSERT_NE(writer, nullptr) << "no writer " << name;
          check_writer(*writer, folder);
          used = true;
        }
      }
      EXPECT_TRUE(used) << "neither input.* nor graph.json";
    }
  }
  EXPECT_GT(cases, 5);
}

TEST(golden, every_reader_has_a_folder) {
  for (const Reader* reader : readers()) EXPECT_TRUE(fs::is_directory(golden / reader->name)) << reader->name;
}

TEST(golden, every_writer_has_a_folder) {
  for (const Writer* writer : writers()) {
    if (writer->name == "ekg") continue;  // the bytes of a database depend on SQLite's version; tests/store reads it
    EXPECT_TRUE(fs::is_directory(golden / writer->name)) << writer->name;
  }
}

}  // namespace
}  // namespace ekg
