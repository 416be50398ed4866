// Every reader on any bytes: no crash, and each record is kept or dropped. The first byte chooses the reader.
#include <cstdint>
#include <sstream>
#include <string>

#include "ingest/reader.hpp"

namespace {

class Counter final : public ekg::RecordSink {
 public:
  void add(ekg::Document document) override {
    if (document.id.empty() || document.text.empty() || document.sha256.size() != 64) __builtin_trap();
  }
  void add(ekg::EventRecord record) override {
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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto all = ekg::readers();
  std::istringstream in(std::string(reinterpret_cast<const char*>(data) + 1, size - 1));
  Counter counter;
  try {
    all[data[0] % all.size()]->read(in, {}, counter);
  } catch (const ekg::BrokenInput&) {
  }
  return 0;
}
