#include "ingest/text_events.hpp"

#include <istream>

#include "ingest/text/english.hpp"
#include "ingest/text/event_coder.hpp"
#include "ingest/text/events/confidence.hpp"
#include "ingest/text/petrarch/actors.hpp"
#include "ingest/text/petrarch/verbs.hpp"
#include "ingest/text/utf8.hpp"

namespace ekg {

struct TextKnowledge::Parts {
  EventLexicon lexicon;
  ConfidenceModel confidence;
  std::vector<OwnName> names;
};

TextKnowledge::TextKnowledge() : parts_(std::make_unique<Parts>()) {}
TextKnowledge::~TextKnowledge() = default;
TextKnowledge::TextKnowledge(TextKnowledge&&) noexcept = default;

void TextKnowledge::add_ontology(std::istream& in, const std::string& file, ProblemSink& problems) {
  parts_->lexicon.read_ontology(in, file, problems);
}

void TextKnowledge::add_lexicon(std::istream& in, const std::string& file, ProblemSink& problems) {
  parts_->lexicon.read(in, file, problems);
}

void TextKnowledge::set_confidence(std::istream& in, const std::string& file, ProblemSink&) {
  parts_->confidence = ConfidenceModel(in, file);
}

void TextKnowledge::add_petrarch_actors(std::istream& in, const std::string& file, ProblemSink& problems) {
  read_petrarch_actors(in, file, parts_->names, problems);
}

void TextKnowledge::add_petrarch_agents(std::istream& in, const std::string& file, ProblemSink& problems) {
  read_petrarch_agents(in, file, parts_->names, problems);
}

void TextKnowledge::add_petrarch_verbs(std::istream& in, const std::string& file, ProblemSink& problems) {
  read_petrarch_verbs(in, file, parts_->lexicon, problems);
}

struct TextReader::Resources {
  EnglishReader english = EnglishReader();
  EventCoder coder;
};

TextReader::TextReader() : resources_(new Resources{}) {}
TextReader::TextReader(TextKnowledge knowledge)
    : resources_(new Resources{
          EnglishReader(ActorLexicon(std::move(knowledge.parts_->names))),
          EventCoder(std::move(knowledge.parts_->lexicon), std::move(knowledge.parts_->confidence))}) {}
TextReader::~TextReader() = default;

std::vector<EventRecord> TextReader::read(const Document& document, ProblemSink& problems,
                                          std::vector<EventExplanation>* explanations) const {
  const std::string language = ascii_lower(document.language);
  if (!language.empty() && language != "en" && !language.starts_with("en-") && language != "eng" &&
      language != "english") {
    problems.report({"unknown-language", Severity::warning, document.file, document.line, 0,
                     "no reader for this language; the document is kept, its text is not read",
                     excerpt_of(language)});
    return {};
  }
  return resources_->coder.code(resources_->english.parse(document, problems), problems, explanations);
}

std::vector<EventRecord> read_events(const Document& document, ProblemSink& problems,
                                     std::vector<EventExplanation>* explanations) {
  static const TextReader reader;
  return reader.read(document, problems, explanations);
}

}  // namespace ekg
