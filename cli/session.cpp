#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/output_file.hpp"

namespace ekg {
namespace {

constexpr std::size_t shown_problems = 20;

unsigned terminal_width() {
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

std::string json_line(const Problem& problem) {
  nlohmann::ordered_json object{{"code", problem.code}, {"severity", to_string(problem.severity)}};
  if (!problem.file.empty()) object["file"] = problem.file;
  if (problem.line != 0) object["line"] = problem.line;
  if (problem.column != 0) object["column"] = problem.column;
  object["message"] = problem.message;
  if (!problem.excerpt.empty()) object["excerpt"] = problem.excerpt;
  return object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

class Session::Sink final : public ProblemSink {
 public:
  explicit Sink(const bool& strict) : strict_(strict) {}
  void report(Problem problem) override {
    if (strict_ && problem.severity != Severity::note) throw InputError(format_problem(problem));
    log_.report(std::move(problem));
  }
  std::vector<Problem> sorted() const { return log_.sorted(); }

 private:
  const bool& strict_;
  ProblemLog log_;
};

Session::Session() : sink_(std::make_unique<Sink>(strict)) {}
Session::~Session() = default;

std::ostream& Session::out() { return std::cout; }
ProblemSink& Session::problems() { return *sink_; }

void Session::print(const Table& table) {
  const bool terminal = isatty(STDOUT_FILENO) != 0;
  TableFormat format = table_format;
  if (format == TableFormat::automatic) format = terminal ? TableFormat::table : TableFormat::jsonl;
  print_table(table, format, out(), terminal ? terminal_width() : 0);
}

void Session::summary(const std::string& line) { summary_ = line; }

int Session::finish() {
  out().flush();
  if (!out()) throw OutputError("cannot write to standard output; is the disk full?");
  const bool clean = tell_problems();
  if (!summary_.empty() && !quiet) std::cerr << summary_ << "\n";
  return clean ? 0 : 1;
}

bool Session::tell_problems() {
  const std::vector<Problem> all = sink_->sorted();
  if (!problems_file.empty()) {
    OutputFile file(problems_file);
    for (const Problem& problem : all) file.stream() << json_line(problem) << "\n";
    file.commit();
  }
  std::size_t shown = 0;
  std::map<std::string, std::size_t> hidden;
  for (const Problem& problem : all) {
    if (quiet) break;
    if (shown < shown_problems) {
      std::cerr << format_problem(problem) << "\n";
      ++shown;
    } else {
      ++hidden[problem.code];
    }
  }
  for (const auto& [code, count] : hidden)
    std::cerr << fmt::format("… and {} more [{}]; --problems FILE keeps them all\n", count, code);
  return std::ranges::all_of(all, [](const Problem& problem) { return problem.severity == Severity::note; });
}

Verb add_verb(CLI::App& app, Session& session, const std::string& name, const std::string& description,
              const std::string& example) {
  Verb verb = Verb(&app).add_subcommand(name, description);
  verb.footer("Example:\n  " + example);
  verb.add_flag("--strict", session.strict, "Stop at the first problem");
  verb.add_option("--problems", session.problems_file, "Write the problems there, as JSONL")
      .type_name("FILE");
  verb.add_option("--jobs,-j", session.jobs, "Threads; never changes the output").type_name("N");
  verb.add_flag("--quiet,-q", session.quiet, "No problems and no summary on stderr");
  verb.on_option(
          "--progress",
          [&session](const std::string& text) {
            session.progress = text == "always"  ? ProgressMode::always
                               : text == "never" ? ProgressMode::never
                                                 : ProgressMode::automatic;
          },
          "On stderr; auto: on a terminal, after a second")
      .one_of({"auto", "always", "never"})
      .type_name("WHEN");
  return verb;
}

void add_table_options(Verb verb, Session& session) {
  verb.on_option(
          "--format",
          [&session](const std::string& text) { session.table_format = *table_format_from(text); },
          "How results are printed: a table on a terminal and jsonl in a pipe unless told")
      .one_of({"auto", "table", "jsonl", "json", "csv", "md"})
      .type_name("FORMAT");
  verb.on_flag(
      "--json", [&session] { session.table_format = TableFormat::json; }, "The same as --format json");
  verb.on_flag(
          "--csv", [&session] { session.table_format = TableFormat::csv; }, "The same as --format csv")
      .excludes("--json");
}

}  // namespace ekg
