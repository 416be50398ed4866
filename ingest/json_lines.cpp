#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <istream>
#include <memory>
#include <set>

#include "ingest/record_json.hpp"
#include "ingest/text_bytes.hpp"

namespace ekg {
namespace {

constexpr std::size_t line_limit_bytes = std::size_t{64} << 20;

// Reads up to the next '\n', which is taken and not kept. A line longer than the limit is skipped to its end.
class LineReader {
 public:
  enum class Result { line, too_long, end };

  explicit LineReader(std::istream& in) : buffer_(*in.rdbuf()) {}

  Result next(std::string& line) {
    line.clear();
    bool too_long = false, any = false;
    while (at_ != end_ || fill()) {
      const auto* newline =
          static_cast<const char*>(std::memchr(at_, '\n', static_cast<std::size_t>(end_ - at_)));
      const char* stop = newline != nullptr ? newline : end_;
      const auto size = static_cast<std::size_t>(stop - at_);
      too_long = too_long || line.size() + size > line_limit_bytes;
      if (!too_long) line.append(at_, size);
      at_ = newline != nullptr ? stop + 1 : stop;
      if (newline != nullptr) return too_long ? Result::too_long : Result::line;
      any = true;
    }
    return too_long ? Result::too_long : any ? Result::line : Result::end;
  }

 private:
  bool fill() {
    const std::streamsize size = buffer_.sgetn(block_.get(), block_bytes);
    at_ = block_.get(), end_ = at_ + size;
    return size > 0;
  }

  static constexpr std::streamsize block_bytes = 1 << 16;
  std::unique_ptr<char[]> block_ = std::make_unique<char[]>(block_bytes);
  const char *at_ = nullptr, *end_ = nullptr;
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

void read_json_lines(std::istream& in, const ReadOptions& options, RecordSink& sink,
                     const JsonLineFunction& each) {
  LineReader reader(in);
  simdjson::dom::parser parser;
  std::string line;
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
      drop("line-too-long", "a line of more than 64 MiB; is this one record a line?");
      continue;
    }
    if (number == 1 && line.starts_with("\xef\xbb\xbf")) line.erase(0, 3);
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    any = true;
    if (auto bad = text_problem(line, options.file)) {
      bad->line = number;
      sink.drop(std::move(*bad));
      continue;
    }
    simdjson::dom::element json;
    line.reserve(line.size() + simdjson::SIMDJSON_PADDING);
    if (const auto error = parser.parse(line.data(), line.size(), false).get(json)) {
      drop("bad-json", fmt::format("no JSON object ({}); is the line cut?", simdjson::error_message(error)));
      continue;
    }
    try {
      each(json, number, unknown);
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
