#include "ingest/text_bytes.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <istream>
#include <utility>

#include "ingest/text/utf8.hpp"

namespace ekg {
namespace {

constexpr std::string_view utf8_mark = "\xef\xbb\xbf";
constexpr std::string_view replacement = "\xef\xbf\xbd";

std::optional<std::string> converted(std::string_view bytes, const std::string& charset) {
  UErrorCode status = U_ZERO_ERROR;
  const auto limit = static_cast<std::int32_t>(bytes.size());
  const std::int32_t size = ucnv_convert("UTF-8", charset.c_str(), nullptr, 0, bytes.data(), limit, &status);
  if (status != U_BUFFER_OVERFLOW_ERROR && U_FAILURE(status)) return std::nullopt;
  std::string out(static_cast<std::size_t>(size), '\0');
  status = U_ZERO_ERROR;
  ucnv_convert("UTF-8", charset.c_str(), out.data(), size, bytes.data(), limit, &status);
  if (U_FAILURE(status)) return std::nullopt;
  return out;
}

struct Place {
  std::uint64_t line, column;
};

Place place_of(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const std::size_t newline = before.find_last_of('\n');
  const std::size_t column = newline == std::string_view::npos ? offset : offset - newline - 1;
  return {static_cast<std::uint64_t>(std::ranges::count(before, '\n')) + 1, column + 1};
}

// Tries the words of RFC 822 and of HTTP: [Tue, ]5 Nov 2024 10:30[:00] GMT|+0100.
std::optional<TimeSpan> parse_rfc822(std::string_view text) {
  constexpr std::string_view months = "janfebmaraprmayjunjulaugsepoctnovdec";
  std::array<std::string, 6> words;
  std::size_t count = 0;
  std::string word;
  for (const char c : std::string(text) + " ") {
    const bool sign = c == '-' && count >= 3;  // of a zone
    if (sign || (c != ' ' && c != ',' && c != '-')) {
      word += c;
    } else if (!word.empty()) {
      if (count == words.size()) return std::nullopt;
      words[count++] = ascii_lower(std::exchange(word, {}));
    }
  }
  std::size_t at = count > 0 && words[0].size() >= 3 && words[0][0] > '9' ? 1 : 0;
  if (count < at + 3) return std::nullopt;
  const std::string& day = words[at];
  const std::size_t month = words[at + 1].size() < 3 ? months.npos : months.find(words[at + 1].substr(0, 3));
  if (day.size() > 2 || words[at + 2].size() != 4 || month == months.npos || month % 3 != 0)
    return std::nullopt;
  std::string iso = fmt::format("{}-{:02}-{:0>2}", words[at + 2], month / 3 + 1, day);
  if (count > at + 3) {
    std::string zone = count > at + 4 ? words[at + 4] : "";
    if (zone == "gmt" || zone == "ut" || zone == "utc" || zone == "z") zone = "Z";
    if (zone == "est") zone = "-0500";
    if (zone == "edt") zone = "-0400";
    if (zone == "pst") zone = "-0800";
    if (zone == "pdt") zone = "-0700";
    iso += "T" + std::string(words[at + 3].size() == 4 || words[at + 3].size() == 7 ? "0" : "") +
           words[at + 3] + zone;
  }
  return parse_time(iso);
}

}  // namespace

std::string read_whole(std::istream& in, const ReadOptions& options, std::size_t limit_bytes) {
  std::string bytes;
  std::array<char, 1 << 16> block;
  while (in.read(block.data(), block.size()), in.gcount() > 0) {
    bytes.append(block.data(), static_cast<std::size_t>(in.gcount()));
    if (bytes.size() > limit_bytes)
      throw BrokenInput({"too-large", Severity::error, options.file, 0, 0,
                         fmt::format("more than {} MiB in one document; split it", limit_bytes >> 20), ""});
  }
  return bytes;
}

std::string to_utf8(std::string bytes, std::string_view charset) {
  if (bytes.starts_with(utf8_mark)) return bytes.substr(utf8_mark.size());
  const std::string_view marked = bytes.starts_with("\xff\xfe")   ? "UTF-16LE"
                                  : bytes.starts_with("\xfe\xff") ? "UTF-16BE"
                                                                  : "";
  std::string name(marked.empty() ? charset : marked);
  if (name.empty()) return bytes;
  const std::string lower = ascii_lower(name);
  if (lower == "utf-8" || lower == "utf8") return bytes;
  // As browsers do: what is called Latin-1 is Windows-1252.
  if (lower == "iso-8859-1" || lower == "latin1" || lower == "us-ascii" || lower == "ascii")
    name = "windows-1252";
  const std::string_view payload = std::string_view(bytes).substr(marked.empty() ? 0 : 2);
  auto text = converted(payload, name);
  return text ? std::move(*text) : bytes;
}

std::optional<Problem> text_problem(std::string_view text, const std::string& file) {
  const auto problem = [&](const char* code, std::size_t at, const char* message) {
    const Place place = place_of(text, at);
    return Problem{
        code, Severity::error, file, place.line, place.column, message, excerpt_of(text.substr(at, 20))};
  };
  for (std::size_t i = 0; i < text.size();) {
    for (std::uint64_t eight = 0; i + sizeof eight <= text.size(); i += sizeof eight) {
      std::memcpy(&eight, text.data() + i, sizeof eight);
      constexpr std::uint64_t ones = 0x0101010101010101U;
      if (((eight | (eight - ones)) & (ones << 7)) != 0) break;  // no letter of ASCII, or a NUL
    }
    if (i == text.size()) break;
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == 0) return problem("nul-byte", i, "a NUL byte; this is no text file");
    if (byte < 0x80) {
      ++i;
      continue;
    }
    const CodePoint c = code_point_at(text, i);
    if (c.value == 0xfffd && text.substr(i, 3) != replacement)
      return problem("invalid-utf8", i,
                     "not UTF-8; convert it, for example with iconv -f WINDOWS-1252 -t UTF-8");
    i += c.size;
  }
  return std::nullopt;
}

std::string tidy_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r')
      out += text[i];
    else if (i + 1 == text.size() || text[i + 1] != '\n')
      out += '\n';
  }
  constexpr std::string_view blank = " \t\n\f\v";
  const std::size_t begin = out.find_first_not_of(blank);
  if (begin == std::string::npos) return {};
  return out.substr(begin, out.find_last_not_of(blank) + 1 - begin);
}

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
  std::string hex;
  for (unsigned i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest[i]);
  return hex;
}

void finish_document(Document document, const ReadOptions& options, RecordSink& sink) {
  document.file = options.file;
  const auto problem = [&](const char* code, Severity severity, const char* message) {
    return Problem{code, severity, options.file, document.line, 0, message, excerpt_of(document.title)};
  };
  document.text = tidy_text(document.text);
  if (document.text.empty()) return sink.drop(problem("empty-document", Severity::error, "no text in it"));
  if (auto bad = text_problem(document.text, options.file)) {
    if (document.line != 0) bad->line = document.line, bad->column = 0;
    return sink.drop(std::move(*bad));
  }
  if (!document.published) document.published = options.published;
  const auto fill = [](std::string& field, const std::string& other) {
    if (field.empty()) field = other;
  };
  fill(document.title, options.title);
  fill(document.url, options.url);
  fill(document.outlet, options.outlet);
  fill(document.language, options.language);
  document.sha256 = sha256_hex(document.text);
  if (document.id.empty() && !options.document_id.empty())
    document.id = options.document_id + (options.shared_id ? "-" + document.sha256.substr(0, 8) : "");
  fill(document.id, "doc-" + document.sha256.substr(0, 16));
  if (!document.published)
    sink.report(problem("no-publication-date", Severity::note,
                        "no publication date: relative times stay unresolved; ekg build, add, extract and "
                        "parse take --published DATE"));
  sink.add(std::move(document));
}

std::optional<TimeSpan> parse_published(std::string_view text) {
  const std::string tidy = tidy_text(text);
  if (auto time = parse_time(tidy)) return time;
  return parse_rfc822(tidy);
}

}  // namespace ekg
