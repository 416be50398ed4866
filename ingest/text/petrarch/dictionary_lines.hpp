// Lines of PETRARCH's dictionaries: comments ("# …", "; …", "<!-- … -->", over several lines too) are gone,
// blank lines passed over, and what stands in brackets and braces is taken apart.
#pragma once
#include <cctype>
#include <cstdint>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "graph/problem.hpp"
#include "ingest/text/events/tsv.hpp"

namespace ekg {

struct PetrarchLine {
  std::string text;  // without comment and trailing blanks; leading blanks are kept
  std::uint64_t number = 0;
};

// Calls each(PetrarchLine) for every line with content. `semicolons`: ";" begins a comment too. O(bytes).
template <typename Each>
void for_each_petrarch_line(std::istream& in, bool semicolons, Each each) {
  PetrarchLine line;
  bool in_comment = false;
  for (std::string raw; std::getline(in, raw);) {
    ++line.number;
    std::string text;
    for (std::size_t at = 0; at < raw.size();) {
      if (in_comment) {
        const std::size_t end = raw.find("-->", at);
        if (end == std::string::npos) break;
        in_comment = false;
        at = end + 3;
      } else if (raw.compare(at, 4, "<!--") == 0) {
        in_comment = true;
        at += 4;
      } else if (raw[at] == '#' || (semicolons && raw[at] == ';')) {
        break;
      } else {
        text += raw[at++];
      }
    }
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.pop_back();
    if (text.empty()) continue;
    line.text = std::move(text);
    each(line);
  }
}

// "PHRASE {FORMS} [CODE] [CODE]" in its parts. `sound` is false where brackets do not match.
struct PetrarchParts {
  std::string phrase;              // blanks and underscores as they stand, trimmed
  bool braces = false;             // "{}" was there, perhaps empty
  std::vector<std::string> forms;  // what the braces hold, split at blanks
  std::vector<std::string> codes;  // what each pair of brackets holds
  bool sound = true;
};

inline PetrarchParts petrarch_parts(std::string_view text) {
  PetrarchParts parts;
  for (std::size_t at = 0; at < text.size();) {
    const char open = text[at];
    if (open != '[' && open != '{') {
      if (open == ']' || open == '}') parts.sound = false;
      parts.phrase += open == '\t' ? ' ' : open;
      ++at;
      continue;
    }
    const std::size_t end = text.find(open == '[' ? ']' : '}', at);
    if (end == std::string_view::npos) {
      parts.sound = false;
      break;
    }
    const std::string_view inside = text.substr(at + 1, end - at - 1);
    if (open == '[') {
      parts.codes.emplace_back(trim(inside));
    } else {
      parts.braces = true;
      for (std::string_view form : split(inside, ' '))
        if (!form.empty()) parts.forms.emplace_back(form);
    }
    at = end + 1;
  }
  parts.phrase = std::string(trim(parts.phrase));
  return parts;
}

// "MEMBER_OF_PARLIAMENT_" → "member of parliament".
inline std::string petrarch_words(std::string_view phrase) {
  std::string words;
  for (const char c : phrase) {
    if (c == '_' || c == ' ' || c == '\t') {
      if (!words.empty() && words.back() != ' ') words += ' ';
    } else {
      words += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  while (!words.empty() && words.back() == ' ') words.pop_back();
  return words;
}

// A line of a dictionary that cannot be used (code petrarch-row).
void petrarch_problem(ProblemSink& problems, const std::string& file, std::uint64_t number,
                      const std::string& message, std::string_view text);

}  // namespace ekg
