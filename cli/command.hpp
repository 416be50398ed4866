// The frame of the command line. A subcommand is one file, cli/NAME.cpp, that defines
//   void add_NAME(CLI::App& app, Session& session)
// and one line in cli/commands.def. add_NAME makes its subcommand with add_verb() (and
// add_table_options() where it prints rows), binds its options to a struct that it
// owns by shared_ptr, and sets `verb.callback(…)` to what is to be done. Errors leave as
// InputError/OutputError; problems go to session.problems(); results go to session.out() or, as rows, through
// session.print(Table).
#pragma once
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "cli/table.hpp"
#include "cli/verb.hpp"
#include "graph/problem.hpp"

namespace ekg {

enum class ProgressMode : std::uint8_t { automatic, always, never };

// What all subcommands share: the common options, where problems go, and the exit status.
class Session {
 public:
  Session();
  ~Session();

  // Standard output. Throws OutputError when it cannot be written.
  std::ostream& out();
  ProblemSink& problems();  // with --strict, the first problem that is no note throws InputError
  // As --format says: a table on a terminal and JSONL in a pipe unless told otherwise.
  void print(const Table& table);
  // One line on stderr at the end of the work: "read 12 documents, kept 11, dropped 1".
  void summary(const std::string& line);

  // Flushes standard output, prints the problems and writes --problems FILE. The exit status: 0, or 1 with
  // problems.
  int finish();
  // Prints the problems and writes --problems FILE; true when there are none but notes. Called by finish(),
  // and when an error ends the work.
  bool tell_problems();

  // Options that every subcommand takes; bound by add_verb.
  TableFormat table_format = TableFormat::automatic;
  bool strict = false;
  std::string problems_file;
  ProgressMode progress = ProgressMode::automatic;
  unsigned jobs = 0;  // 0: as many as the machine has
  bool quiet = false;

 private:
  class Sink;
  std::unique_ptr<Sink> sink_;
  std::string summary_;
};

// A subcommand with the common options; `example` is shown at the end of its --help.
Verb add_verb(CLI::App& app, Session& session, const std::string& name, const std::string& description,
              const std::string& example);

// --format, --json and --csv, for a subcommand that prints rows with session.print.
void add_table_options(Verb verb, Session& session);

#define GROUP(heading)
#define COMMAND(name) void add_##name(CLI::App& app, Session& session);
#include "cli/commands.def"
#undef COMMAND
#undef GROUP

}  // namespace ekg
