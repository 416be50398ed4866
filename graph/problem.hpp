// What was dropped and why. Libraries never print: they report here and go on with the next record.
#pragma once
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace ekg {

enum class Severity : std::uint8_t { note, warning, error };

// One line for a person: "FILE:LINE:COLUMN: severity: message [code]". `code` is stable, is never used again
// for something else, and has its line in docs/problems.md. `line` and `column` are 1-based; 0 means "not in
// a line".
struct Problem {
  std::string code;
  Severity severity = Severity::error;
  std::string file;
  std::uint64_t line = 0;
  std::uint64_t column = 0;
  std::string message;  // what is wrong and what to do, without the place
  std::string excerpt;  // at most 80 bytes of the offending input, control characters escaped
};

std::string_view to_string(Severity severity);
std::string format_problem(const Problem& problem);

// Where problems go. Implementations must be safe to call from several threads.
class ProblemSink {
 public:
  virtual ~ProblemSink() = default;
  virtual void report(Problem problem) = 0;
};

// Keeps all problems; for tests and small jobs. Safe to call from several threads.
class ProblemLog final : public ProblemSink {
 public:
  ProblemLog();
  ~ProblemLog() override;
  void report(Problem problem) override;
  // Sorted by file, line, column, code, message: the same list whatever the number of threads.
  std::vector<Problem> sorted() const;
  bool empty() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Valid UTF-8 in one line: control characters, and bytes that are no UTF-8, as \xNN.
std::string printable(std::string_view text);
// An excerpt of at most 80 bytes, printable.
std::string excerpt_of(std::string_view input);

// The work cannot go on: a file that cannot be opened, an unknown format, a broken document. Caught once, in
// cli.
struct InputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};
struct OutputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace ekg
