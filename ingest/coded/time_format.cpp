#include "ingest/coded/time_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ekg {

// The parts that the format names, to parse_time's own form.
std::optional<TimeSpan> time_by_format(std::string_view format, std::string_view text) {
  constexpr std::array<std::string_view, 12> months = {"january",   "february", "march",    "april",
                                                       "may",       "june",     "july",     "august",
                                                       "september", "october",  "november", "december"};
  std::string year, month, day, hour, minute, second;
  const auto digits = [&](std::string& to, std::size_t least, std::size_t most) {
    std::size_t count = 0;
    while (count < most && count < text.size() && text[count] >= '0' && text[count] <= '9') ++count;
    if (count < least || !to.empty()) return false;
    to = std::string(most > count ? most - count : 0, '0') + std::string(text.substr(0, count));
    text.remove_prefix(count);
    return true;
  };
  const auto month_name = [&](std::size_t letters) {
    for (std::size_t i = 0; i < months.size(); ++i) {
      const std::string_view name = months[i].substr(0, letters);
      if (text.size() < name.size() || !month.empty()) continue;
      if (!std::ranges::equal(text.substr(0, name.size()), name, {}, [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
          }))
        continue;
      text.remove_prefix(name.size());
      month = (i < 9 ? "0" : "") + std::to_string(i + 1);
      return true;
    }
    return false;
  };
  for (; !format.empty(); format.remove_prefix(1)) {
    if (format.front() != '%' || format.size() == 1) {
      if (!text.starts_with(format.front())) return std::nullopt;
      text.remove_prefix(1);
      continue;
    }
    format.remove_prefix(1);
    bool fits = false;
    switch (format.front()) {
      case 'Y':
        fits = digits(year, 4, 4);
        break;
      case 'm':
        fits = digits(month, 1, 2);
        break;
      case 'd':
        fits = digits(day, 1, 2);
        break;
      case 'B':
        fits = month_name(std::string_view::npos);
        break;
      case 'b':
        fits = month_name(3);
        break;
      case 'H':
        fits = digits(hour, 1, 2);
        break;
      case 'M':
        fits = digits(minute, 2, 2);
        break;
      case 'S':
        fits = digits(second, 2, 2);
        break;
      default:
        break;
    }
    if (!fits) return std::nullopt;
  }
  if (!text.empty()) return std::nullopt;
  std::string time = year;
  for (const auto& [part, sign] :
       {std::pair(&month, '-'), {&day, '-'}, {&hour, 'T'}, {&minute, ':'}, {&second, ':'}})
    if (!part->empty()) (time += sign) += *part;
  return parse_time(time);
}

std::string wrong_in_format(std::string_view format) {
  constexpr std::string_view parts = "YmdHMS";  // each needs the one before it
  if (format.empty()) return {};
  std::string named;
  for (std::size_t at = 0; at < format.size(); ++at) {
    if (format[at] != '%') continue;
    const char letter = ++at < format.size() ? format[at] : ' ';
    const char part = letter == 'B' || letter == 'b' ? 'm' : letter;
    if (parts.find(part) == std::string_view::npos)
      return fmt::format("\"%{}\" is no part of a time; there are %Y, %m, %B, %b, %d, %H, %M and %S", letter);
    if (named.find(part) != std::string::npos)
      return fmt::format("\"{}\" names one part of a time twice", format);
    named.push_back(part);
  }
  std::size_t have = 0;
  while (have < parts.size() && named.find(parts[have]) != std::string::npos) ++have;
  if (have == 0 || have < named.size())
    return fmt::format("\"{}\" lacks %{}, without which its other parts are no time", format, parts[have]);
  return {};
}

}  // namespace ekg
