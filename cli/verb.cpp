#include "cli/verb.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "ingest/text/utf8.hpp"

namespace ekg {
namespace {

template <class Number>
std::string not_whole(const std::string& text) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size()) return {};
  return fmt::format("\"{}\" is no whole number{}", text,
                     error == std::errc::result_out_of_range ? " that can be counted to" : "");
}

std::string not_below_zero(const std::string& text) {
  return text.starts_with('-') ? text + " is below zero" : std::string();
}

// A number that one can reckon with: "nan" and "inf" are no such.
std::optional<double> finite(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}
std::string not_finite(const std::string& text) {
  return finite(text) ? std::string() : fmt::format("\"{}\" is no number", text);
}

template <class Number>
std::function<std::string(const std::string&)> outside(Number least, Number most) {
  return [least, most](const std::string& text) {
    const auto value = finite(text);
    return value && *value >= static_cast<double>(least) && *value <= static_cast<double>(most)
               ? std::string()
               : fmt::format("\"{}\" is no number from {} to {}", text, least, most);
  };
}

}  // namespace

Option& Option::required() {
  option_->required();
  return *this;
}

Option& Option::type_name(const std::string& name) {
  option_->type_name(name);
  return *this;
}

Option& Option::group(const std::string& heading) {
  option_->group(heading);
  return *this;
}

Option& Option::one_of(std::initializer_list<const char*> values) {
  const std::vector<std::string> known(values.begin(), values.end());
  const auto complaint = [known](const std::string& text) {
    return std::ranges::find(known, text) != known.end()
               ? std::string()
               : fmt::format("\"{}\" is none of {}", text, fmt::join(known, ", "));
  };
  option_->check(complaint, fmt::format("{{{}}}", fmt::join(known, ",")));
  return *this;
}

Option& Option::range(double least, double most) {
  option_->check(outside(least, most));
  return *this;
}

Option& Option::range(unsigned least, unsigned most) {
  option_->check(outside(least, most));
  return *this;
}

Option& Option::not_negative() {
  option_->check(not_below_zero);
  return *this;
}

Option& Option::check(std::function<std::string(const std::string&)> complaint) {
  option_->check(std::move(complaint));
  return *this;
}

Option& Option::ends_in(std::span<const std::string_view> endings, std::string_view what) {
  option_->check([endings, what](const std::string& path) {
    if (path == "-" || path.starts_with("/dev/")) return std::string();
    std::string name = ascii_lower(path);
    for (const std::string_view packed : {".gz", ".zst"})
      if (name.ends_with(packed)) name.resize(name.size() - packed.size());
    if (std::ranges::any_of(endings, [&](std::string_view ending) { return name.ends_with(ending); }))
      return std::string();
    std::string list(endings.front());
    for (std::size_t i = 1; i < endings.size(); ++i)
      list += fmt::format("{}{}", i + 1 == endings.size() ? " or " : ", ", endings[i]);
    return fmt::format("\"{}\" is not the name of {}; such a name ends in {}", path, what, list);
  });
  return *this;
}

Option& Option::one_each() {
  option_->allow_extra_args(false);
  return *this;
}

Option& Option::show_default() {
  option_->capture_default_str();
  return *this;
}

Option& Option::needs(const Option& other) {
  option_->needs(other.option_);
  return *this;
}

Option& Option::excludes(const std::string& other) {
  option_->excludes(other);
  return *this;
}

Option Verb::add_option(const std::string& names, std::string& value, const std::string& help) {
  return Option(app_->add_option(names, value, help));
}
Option Verb::add_option(const std::string& names, std::vector<std::string>& values, const std::string& help) {
  return Option(app_->add_option(names, values, help));
}
// CLI11 would take -1 for a very great number.
Option Verb::add_option(const std::string& names, unsigned& value, const std::string& help) {
  return Option(app_->add_option(names, value, help)->check(not_below_zero)->check(not_whole<unsigned>));
}
Option Verb::add_option(const std::string& names, std::size_t& value, const std::string& help) {
  return Option(app_->add_option(names, value, help)->check(not_below_zero)->check(not_whole<std::size_t>));
}
Option Verb::add_option(const std::string& names, int& value, const std::string& help) {
  return Option(app_->add_option(names, value, help)->check(not_whole<int>));
}
Option Verb::add_option(const std::string& names, double& value, const std::string& help) {
  return Option(app_->add_option(names, value, help)->check(not_finite));
}
Option Verb::add_option(const std::string& names, std::optional<double>& value, const std::string& help) {
  return Option(app_->add_option(names, value, help)->check(not_finite));
}
Option Verb::add_option(const std::string& names, std::optional<std::size_t>& value,
                        const std::string& help) {
  return Option(app_->add_option(names, value, help)->check(not_below_zero)->check(not_whole<std::size_t>));
}

Option Verb::add_flag(const std::string& names, bool& value, const std::string& help) {
  return Option(app_->add_flag(names, value, help));
}

Option Verb::on_option(const std::string& names, const std::function<void(const std::string&)>& then,
                       const std::string& help) {
  return Option(app_->add_option_function<std::string>(names, then, help));
}

Option Verb::on_flag(const std::string& names, std::function<void()> then, const std::string& help) {
  return Option(app_->add_flag_callback(names, std::move(then), help));
}

Verb Verb::add_subcommand(const std::string& name, const std::string& description) {
  app_->require_subcommand(1);
  return Verb(app_->add_subcommand(name, description));
}

void Verb::footer(const std::string& text) { app_->footer(text); }
void Verb::callback(std::function<void()> run) { app_->callback(std::move(run)); }

}  // namespace ekg
