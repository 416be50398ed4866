// A subcommand and its options, bound to variables that the caller owns and that must live until it has run.
// CLI11 does the work in verb.cpp; its header costs ten seconds a file, so no other includes it but
// ekg_main.cpp and completion.cpp.
#pragma once
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace ekg {

class Option {
 public:
  explicit Option(CLI::Option* option) : option_(option) {}

  Option& required();
  Option& type_name(const std::string& name);  // what --help calls the value: "FILE"
  Option& group(const std::string& heading);   // under which --help lists it
  Option& one_of(std::initializer_list<const char*> values);
  Option& range(double least, double most);  // both included
  Option& range(unsigned least, unsigned most);
  Option& not_negative();
  // What is wrong with a value, for the message; empty: nothing.
  Option& check(std::function<std::string(const std::string&)> complaint);
  // A file's name that ends in one of `endings`, without regard to case, ".gz" and ".zst" taken off; or "-",
  // or a device. `what` it is the name of, for the message: "a page".
  Option& ends_in(std::span<const std::string_view> endings, std::string_view what);
  Option& one_each();                  // a list takes one value each time it is given
  Option& show_default();              // in --help
  Option& needs(const Option& other);  // may be given with the other only
  Option& excludes(const std::string& other);

 private:
  CLI::Option* option_;
};

class Verb {
 public:
  explicit Verb(CLI::App* app) : app_(app) {}

  // "NAME" takes its place on the line, "-o,--output" is named.
  Option add_option(const std::string& names, std::string& value, const std::string& help);
  Option add_option(const std::string& names, std::vector<std::string>& values, const std::string& help);
  Option add_option(const std::string& names, unsigned& value, const std::string& help);
  Option add_option(const std::string& names, std::size_t& value, const std::string& help);
  Option add_option(const std::string& names, int& value, const std::string& help);
  Option add_option(const std::string& names, double& value, const std::string& help);
  Option add_option(const std::string& names, std::optional<double>& value, const std::string& help);
  Option add_option(const std::string& names, std::optional<std::size_t>& value, const std::string& help);
  Option add_flag(const std::string& names, bool& value, const std::string& help);
  // Calls `then` with the value, or when the flag is given.
  Option on_option(const std::string& names, const std::function<void(const std::string&)>& then,
                   const std::string& help);
  Option on_flag(const std::string& names, std::function<void()> then, const std::string& help);

  Verb add_subcommand(const std::string& name, const std::string& description);  // one of them must be given
  void footer(const std::string& text);
  void callback(std::function<void()> run);  // what it does, once all options are read

 private:
  CLI::App* app_;
};

}  // namespace ekg
