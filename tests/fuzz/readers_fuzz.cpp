// Every reader on any bytes: no crash, and each record is kept or dropped. The first byte chooses the reader;
// one value more reads the bytes as a map of columns.
#include <cstdint>
#include <sstream>
#include <string>

#include "ingest/coded/column_map.hpp"
#include "ingest/reader.hpp"

namespace {

class Counter final : public ekg::RecordSink {
 public:
  void add(ekg::Document document) override {
    if (document.id.empty() || document.text.empty() || document.sha256.size() != 64) __builtin_trap();
  }
  void add(ekg::EventRecord&& record) override {
    if (record.type.empty()) __builtin_trap();
  }
  void add_row(ekg::Document) override {}
  void add_row(ekg::Entity entity) override {
    if (entity.id.empty()) __builtin_trap();
  }
  void add_mention(std::string event_id, ekg::EventMention mention) override {
    if (event_id.empty() || mention.doc.empty()) __builtin_trap();
  }
  void add_source(ekg::Document document) override {
    if (document.id.empty()) __builtin_trap();
  }
  void drop(ekg::Problem problem) override {
    if (problem.code.empty()) __builtin_trap();
  }
  void report(ekg::Problem) override {}
};

// With every kind of value that a map can have.
const ekg::ColumnMap& column_map() {
  static const ekg::ColumnMap map = [] {
    std::istringstream toml(R"([table]
name = "log"
none = ["-"]
keep = ["x"]
[event]
id = "n"
type = { column = "t", values = { "a" = "clash", "b" = "meeting" } }
time = { column = "d", format = "%d %b %Y" }
end = "e"
[[actor]]
name = { column = "p", separator = ";" }
[[recipient]]
code = "c"
[[place]]
name = "l"
latitude = "y"
longitude = "z"
[[quantity]]
value = "q"
max = "m"
of = { constant = "deaths" }
[document]
url = "u"
)");
    return ekg::ColumnMap::read(toml, "map.toml");
  }();
  return map;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto all = ekg::readers();
  std::istringstream in(std::string(reinterpret_cast<const char*>(data) + 1, size - 1));
  Counter counter;
  const std::size_t chosen = data[0] % (all.size() + 1);
  try {
    if (chosen == all.size()) {
      ekg::ColumnMap::read(in, "map.toml");
      return 0;
    }
    ekg::ReadOptions options;
    options.map = &column_map();
    all[chosen]->read(in, options, counter);
  } catch (const ekg::BrokenInput&) {
  }
  return 0;
}
