#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <istream>
#include <memory>
#include <set>
#include <unordered_map>

#include "ingest/event_lines.hpp"
#include "ingest/json_cursor.hpp"
#include "ingest/record_json.hpp"
#include "ingest/text/ontology.hpp"
#include "ingest/text_bytes.hpp"

namespace ekg {
namespace {

constexpr std::size_t line_limit_bytes = std::size_t{64} << 20;

// The lines of a stream, each up to its '\n', which is left out. A line longer than the limit is skipped.
class LineReader {
 public:
  enum class Result { line, too_long, end };

  explicit LineReader(std::istream& in) : buffer_(*in.rdbuf()) {}

  // `line` lives until the next; simdjson's padding behind it may be read.
  Result next(std::string_view& line) {
    bool too_long = false;
    for (std::size_t looked_at = 0;;) {
      const char* const begin = block_.get() + at_;
      const auto* newline =
          static_cast<const char*>(std::memchr(begin + looked_at, '\n', end_ - at_ - looked_at));
      if (newline != nullptr) {
        line_end_ = static_cast<std::size_t>(newline - block_.get());
        line = {begin, static_cast<std::size_t>(newline - begin)};
        at_ += line.size() + 1;
        return too_long || line.size() > line_limit_bytes ? Result::too_long : Result::line;
      }
      looked_at = end_ - at_;
      if (looked_at > line_limit_bytes) {
        too_long = true;
        at_ = end_;
        looked_at = 0;
      }
      if (fill()) continue;
      line = {block_.get() + at_, looked_at};
      at_ = line_end_ = end_;
      return too_long ? Result::too_long : line.empty() ? Result::end : Result::line;
    }
  }

  // Whether the line that was last read is. The lines of a block are looked at together.
  bool is_utf8(std::string_view line) {
    if (line_end_ > looked_until_) {
      const char* const begin = block_.get() + looked_until_;
      const void* const newline = memrchr(begin, '\n', end_ - looked_until_);
      const std::size_t until =
          newline == nullptr ? end_
                             : static_cast<std::size_t>(static_cast<const char*>(newline) - block_.get());
      all_utf8_ = simdjson::validate_utf8(begin, until - looked_until_);
      looked_until_ = until;
    }
    return all_utf8_ || simdjson::validate_utf8(line.data(), line.size());
  }

 private:
  // More of the stream behind what is left, which moves to the front; into more room when it needs it.
  bool fill() {
    const std::size_t left = end_ - at_;
    if (left > size_ / 2) {
      size_ *= 2;
      auto larger = std::make_unique<char[]>(size_ + simdjson::SIMDJSON_PADDING);
      std::memcpy(larger.get(), block_.get() + at_, left);
      block_ = std::move(larger);
    } else {
      std::memmove(block_.get(), block_.get() + at_, left);
    }
    at_ = looked_until_ = 0;
    end_ = left;
    const std::streamsize more =
        buffer_.sgetn(block_.get() + left, static_cast<std::streamsize>(size_ - left));
    end_ += static_cast<std::size_t>(more);
    return more > 0;
  }

  std::size_t size_ = 1 << 16, at_ = 0, end_ = 0;
  std::size_t line_end_ = 0;      // of the last line
  std::size_t looked_until_ = 0;  // by is_utf8()
  bool all_utf8_ = false;         // the stretch that ends there
  std::unique_ptr<char[]> block_ = std::make_unique<char[]>(size_ + simdjson::SIMDJSON_PADDING);
  std::streambuf& buffer_;
};

// `head` begins with the object's brace and may be cut.
std::vector<std::string> keys_of_object(std::string_view head) {
  std::vector<std::string> keys;
  int depth = 0;
  bool at_key = false;
  for (std::size_t i = 0; i < head.size(); ++i) {
    const char c = head[i];
    if (c == '{' || c == '[') {
      ++depth;
      at_key = c == '{';
    } else if (c == '}' || c == ']') {
      if (--depth == 0) break;
      at_key = false;
    } else if (c == ',') {
      at_key = depth == 1;
    } else if (c == ':') {
      at_key = false;
    } else if (c == '"') {
      const std::size_t begin = ++i;
      while (i < head.size() && head[i] != '"') i += head[i] == '\\' ? 2 : 1;
      if (at_key && depth == 1 && i < head.size()) keys.emplace_back(head.substr(begin, i - begin));
    }
  }
  return keys;
}

}  // namespace

namespace {

// A line that is no JSON.
struct BadLine {
  std::string message;
};

// `use(line, number, unknown, reader)` may throw BadLine and FieldError.
template <class Use>
void each_line(std::istream& in, const ReadOptions& options, RecordSink& sink, Use use) {
  LineReader reader(in);
  std::string_view line;
  std::vector<std::string> unknown;
  std::uint64_t number = 0;
  bool any = false;
  const auto drop = [&](const char* code, std::string message) {
    sink.drop({code, Severity::error, options.file, number, 0, std::move(message), excerpt_of(line)});
  };
  while (true) {
    const auto result = reader.next(line);
    ++number;
    if (result == LineReader::Result::end) break;
    if (result == LineReader::Result::too_long) {
      any = true;
      line = {};
      drop("line-too-long", "a line of more than 64 MiB; is this one record a line?");
      continue;
    }
    if (number == 1 && line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
    if (line.find_first_not_of(" \t\r") == line.npos) continue;
    any = true;
    try {
      use(line, number, unknown, reader);
    } catch (const BadLine& bad) {
      if (auto problem = text_problem(line, options.file)) {
        problem->line = number;
        sink.drop(std::move(*problem));
      } else {
        drop("bad-json", bad.message);
      }
    } catch (const FieldError& error) {
      drop("bad-field", error.field.empty() ? "the record " + error.message
                                            : fmt::format("\"{}\" {}", error.field, error.message));
    }
    if (unknown.size() > 10000) {
      std::ranges::sort(unknown);
      unknown.erase(std::unique(unknown.begin(), unknown.end()), unknown.end());
    }
  }
  report_unknown_fields(std::move(unknown), options, sink);
  if (!any) sink.drop({"empty-file", Severity::error, options.file, 0, 0, "nothing in it", ""});
}

// A line with a NUL or with bytes that are no UTF-8 is no JSON either.
simdjson::dom::element parsed(simdjson::dom::parser& parser, std::string_view line) {
  simdjson::dom::element json;
  const auto error = parser.parse(line.data(), line.size(), false).get(json);
  if (error == simdjson::NUMBER_ERROR)
    throw BadLine{
        "a number that is none, or a whole one of more than 64 bits; write it as text or with an exponent"};
  if (error)
    throw BadLine{fmt::format("no JSON object ({}); is the line cut?", simdjson::error_message(error))};
  return json;
}

}  // namespace

void read_json_lines(std::istream& in, const ReadOptions& options, RecordSink& sink,
                     const JsonLineFunction& each) {
  simdjson::dom::parser parser;
  each_line(in, options, sink,
            [&](std::string_view line, std::uint64_t number, std::vector<std::string>& unknown, LineReader&) {
              each({parsed(parser, line), line, number}, unknown);
            });
}

namespace {

// The types without a mode, nearly each in a slot of its own: to hash a name takes as long as a tenth of a
// line.
class PlainTypes {
 public:
  explicit PlainTypes(const Ontology& ontology) {
    for (const auto& [name, type] : ontology.types()) {
      if (!type.mode.empty()) continue;
      const EventType*& first = slots_[slot(name)];
      if (first == nullptr)
        first = &type;
      else
        others_.emplace(name, &type);
    }
  }
  const EventType* find(std::string_view name) const {
    const EventType* const first = slots_[slot(name)];
    if (first == nullptr || first->name == name) return first;
    const auto at = others_.find(name);
    return at == others_.end() ? nullptr : at->second;
  }

 private:
  static std::size_t slot(std::string_view name) {
    return name.empty() ? 0 : (31 * name.size() + static_cast<unsigned char>(name.front())) % 256;
  }
  std::array<const EventType*, 256> slots_{};
  std::unordered_map<std::string_view, const EventType*> others_;
};

}  // namespace

void weigh_by_type(EventRecord& record) {
  static const Ontology ontology;
  static const PlainTypes types(ontology);
  if (record.quad || record.intensity || !record.cameo.empty() || !record.plover.empty()) return;
  const EventType* type = record.mode.empty() ? nullptr : ontology.find(record.type + "." + record.mode);
  if (type == nullptr) type = types.find(record.type);
  if (type == nullptr) return;
  record.quad = type->quad;
  record.intensity = type->intensity;
}

void read_event_lines(std::istream& in, const ReadOptions& options, RecordSink& sink) {
  simdjson::dom::parser parser;
  EventRecord record;
  // Nearly every line is plain; what is not is read again, to say what is wrong with it.
  const auto plain = [&](std::string_view line, std::vector<std::string>& unknown, LineReader& reader) {
    const std::size_t before = unknown.size();
    try {
      if (!reader.is_utf8(line)) return false;
      read_event_line(line, record, unknown);
      return true;
    } catch (const NotPlain&) {
    } catch (const FieldError&) {
    }
    unknown.resize(before);
    return false;
  };
  each_line(in, options, sink,
            [&](std::string_view line, std::uint64_t number, std::vector<std::string>& unknown,
                LineReader& reader) {
              if (!plain(line, unknown, reader)) record = event_from_json(parsed(parser, line), unknown);
              weigh_by_type(record);
              record.file = options.file;
              record.line = number;
              sink.add(std::move(record));
            });
}

void report_unknown_fields(std::vector<std::string> names, const ReadOptions& options, RecordSink& sink) {
  for (const std::string& name : std::set<std::string>(names.begin(), names.end())) {
    sink.report({"unknown-field", Severity::note, options.file, 0, 0,
                 fmt::format("nothing here knows the field \"{}\"; it is left out", excerpt_of(name)), ""});
  }
}

std::vector<std::string> first_object_keys(std::string_view head) {
  if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
  for (int line = 0; line < 10; ++line) {
    const std::size_t begin = head.find_first_not_of(" \t\r\n");
    if (begin == head.npos || head[begin] != '{') break;
    auto keys = keys_of_object(head.substr(begin));
    if (!keys.empty()) return keys;
    head.remove_prefix(std::min(head.size(), head.find('\n', begin)));
  }
  return {};
}

}  // namespace ekg
