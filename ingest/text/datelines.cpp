#include "ingest/text/datelines.hpp"

#include <algorithm>

#include "ingest/text/utf8.hpp"

namespace ekg {
namespace {

constexpr std::size_t longest = 16;      // tokens before the dash
constexpr std::size_t longest_name = 3;  // words of the first place: "UNITED ARAB EMIRATES"

// At least three letters, all capitals: "KYIV", "BEIRUT/GAZA"; not "US", "AP".
bool is_shouted(std::string_view word) {
  std::size_t letters = 0;
  for (std::size_t at = 0; at < word.size();) {
    const CodePoint c = code_point_at(word, at);
    at += c.size;
    if (is_lower(c.value)) return false;
    letters += is_upper(c.value);
  }
  return letters >= 3;
}

}  // namespace

std::size_t dateline_end(std::string_view text, const std::vector<ByteRange>& tokens, std::size_t first,
                         std::size_t last) {
  const auto word = [&](std::size_t i) { return text.substr(tokens[i].begin, tokens[i].size()); };
  const auto first_char = [&](std::size_t i) { return code_point_at(text, tokens[i].begin).value; };
  const auto touches_previous = [&](std::size_t i) { return tokens[i - 1].end == tokens[i].begin; };
  if (last - first < 3 || !is_upper(first_char(first))) return first;
  const bool shouted = is_shouted(word(first));
  bool named = true;        // still in the first place's name
  bool tells_more = false;  // an agency or a day, without which only capitals make a dateline
  std::size_t words = 0;
  int depth = 0;
  for (std::size_t i = first; i + 1 < last && i - first <= longest; ++i) {
    const std::string_view token = word(i);
    const char32_t c = first_char(i);
    const bool dash =
        c == 0x2014 || (i > first && !touches_previous(i) && (c == 0x2013 || token == "-" || token == "--"));
    if (dash && depth == 0 && i > first) {
      const char32_t next = first_char(i + 1);
      const bool begins =
          is_upper(next) || is_digit(next) || is_open_quote(next) || next == '"' || next == '\'';
      return begins && (shouted || tells_more) ? i + 1 : first;
    }
    if (token == ":" && shouted && named && is_upper(first_char(i + 1))) return i + 1;
    if (c == '(' || c == ')') {
      depth += c == '(' ? 1 : -1;
      if (depth < 0) return first;
      named = false, tells_more = true;
    } else if (depth == 0) {
      if (is_digit(c)) {
        named = false, tells_more = true;
      } else if (c == ',') {
        named = false;
      } else if (is_upper(c)) {
        if (named && (++words > longest_name || (shouted && !is_shouted(token)))) return first;
      } else if (c != '.' && c != '/') {
        return first;
      }
    }
  }
  return first;
}

}  // namespace ekg
