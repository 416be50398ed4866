#include "graph/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <tuple>

namespace ekg {
namespace {

constexpr std::size_t excerpt_bytes = 80;

// Length of the well-formed UTF-8 sequence at the front of `text`; 0 when there is none.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  const std::size_t length = first < 0x80                    ? 1
                             : first >= 0xc2 && first < 0xe0 ? 2
                             : first >= 0xe0 && first < 0xf0 ? 3
                             : first >= 0xf0 && first < 0xf5 ? 4
                                                             : 0;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  if (first == 0xe0 && byte(1) < 0xa0) return 0;
  if (first == 0xed && byte(1) > 0x9f) return 0;
  if (first == 0xf0 && byte(1) < 0x90) return 0;
  if (first == 0xf4 && byte(1) > 0x8f) return 0;
  return length;
}

}  // namespace

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return "error";
}

std::string format_problem(const Problem& problem) {
  std::string place = problem.file;
  if (problem.line != 0) place += fmt::format(":{}", problem.line);
  if (problem.line != 0 && problem.column != 0) place += fmt::format(":{}", problem.column);
  if (!place.empty()) place += ": ";
  std::string line =
      fmt::format("{}{}: {} [{}]", place, to_string(problem.severity), problem.message, problem.code);
  if (!problem.excerpt.empty()) line += fmt::format(": {}", problem.excerpt);
  return printable(line);
}

struct ProblemLog::State {
  mutable std::mutex mutex;
  std::vector<Problem> problems;
};

ProblemLog::ProblemLog() : state_(std::make_unique<State>()) {}
ProblemLog::~ProblemLog() = default;

void ProblemLog::report(Problem problem) {
  const std::lock_guard lock(state_->mutex);
  state_->problems.push_back(std::move(problem));
}

std::vector<Problem> ProblemLog::sorted() const {
  const std::lock_guard lock(state_->mutex);
  std::vector<Problem> problems = state_->problems;
  const auto key = [](const Problem& p) {
    return std::tie(p.file, p.line, p.column, p.code, p.message, p.severity, p.excerpt);
  };
  std::ranges::sort(problems, [&](const Problem& a, const Problem& b) { return key(a) < key(b); });
  return problems;
}

bool ProblemLog::empty() const {
  const std::lock_guard lock(state_->mutex);
  return state_->problems.empty();
}

namespace {

// As much as fits.
std::string printable(std::string_view text, std::size_t most_bytes) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    const unsigned char first = static_cast<unsigned char>(text[0]);
    const bool plain = length > 1 || (length == 1 && first >= 0x20 && first != 0x7f);
    const std::string piece = plain ? std::string(text.substr(0, length)) : fmt::format("\\x{:02x}", first);
    if (out.size() + piece.size() > most_bytes) break;
    out += piece;
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

}  // namespace

std::string printable(std::string_view text) { return printable(text, std::string::npos); }
std::string excerpt_of(std::string_view input) { return printable(input, excerpt_bytes); }

}  // namespace ekg
