// Every reader on any bytes: no crash, and each record is kept or dropped. With --reader=NAME the bytes are
// an input of that reader, so that its golden inputs are seeds; without, the first byte chooses the reader,
// and one value more reads the bytes as a map of columns.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>

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

const ekg::Reader* only = nullptr;

void read(const ekg::Reader& reader, std::string bytes) {
  std::istringstream in(std::move(bytes));
  ekg::ReadOptions options;
  options.map = &column_map();
  Counter counter;
  try {
    reader.read(in, options, counter);
  } catch (const ekg::BrokenInput&) {
  }
}

}  // namespace

// libFuzzer itself passes over what begins with two dashes.
extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
  constexpr std::string_view flag = "--reader=";
  for (int i = 1; i < *count; ++i) {
    const std::string_view argument = (*arguments)[i];
    if (!argument.starts_with(flag)) continue;
    only = ekg::find_reader(argument.substr(flag.size()));
    if (only == nullptr) {
      std::fprintf(stderr, "readers_fuzz: there is no such reader: %s\n", (*arguments)[i]);
      std::exit(2);
    }
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string bytes(reinterpret_cast<const char*>(data), size);
  if (only != nullptr) {
    read(*only, std::move(bytes));
    return 0;
  }
  if (size == 0) return 0;
  const auto all = ekg::readers();
  const std::size_t chosen = data[0] % (all.size() + 1);
  bytes.erase(0, 1);
  if (chosen != all.size()) {
    read(*all[chosen], std::move(bytes));
    return 0;
  }
  std::istringstream in(std::move(bytes));
  try {
    ekg::ColumnMap::read(in, "map.toml");
  } catch (const ekg::BrokenInput&) {
  }
  return 0;
}
