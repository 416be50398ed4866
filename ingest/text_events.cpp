#include "ingest/text_events.hpp"

#include "ingest/text/english.hpp"
#include "ingest/text/event_coder.hpp"
#include "ingest/text/utf8.hpp"

namespace ekg {

std::vector<EventRecord> read_events(const Document& document, ProblemSink& problems) {
  const std::string language = ascii_lower(document.language);
  if (!language.empty() && language != "en" && !language.starts_with("en-") && language != "eng" &&
      language != "english") {
    problems.report({"unknown-language", Severity::warning, document.file, document.line, 0,
                     "no reader for this language; the document is kept, its text is not read",
                     excerpt_of(language)});
    return {};
  }
  static const EnglishReader reader;
  static const EventCoder coder;
  return coder.code(reader.parse(document, problems), problems);
}

}  // namespace ekg
