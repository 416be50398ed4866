#include "ingest/text/petrarch/dictionary_lines.hpp"

namespace ekg {

void petrarch_problem(ProblemSink& problems, const std::string& file, std::uint64_t number,
                      const std::string& message, std::string_view text) {
  problems.report({"petrarch-row", Severity::warning, file, number, 0, message, excerpt_of(text)});
}

}  // namespace ekg
