// A text to its event records, by the language that it is in, with what is embedded and what a user adds.
#pragma once
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "graph/document.hpp"
#include "graph/event_record.hpp"
#include "graph/problem.hpp"
#include "ingest/text/explanation.hpp"

namespace ekg {

// A user's own ontology and dictionaries, put on top of the embedded ones. What cannot be used is a problem
// with its file and line. REQUIRES: ontologies are added first, and rows of dictionaries name types that are
// known then.
class TextKnowledge {
 public:
  TextKnowledge();
  ~TextKnowledge();
  TextKnowledge(TextKnowledge&&) noexcept;

  // Files in the forms of data/README.md. O(rows).
  void add_ontology(std::istream& in, const std::string& file, ProblemSink& problems);
  void add_lexicon(std::istream& in, const std::string& file, ProblemSink& problems);
  // Instead of the embedded weights of the confidence. Throws InputError for a row that is none.
  void set_confidence(std::istream& in, const std::string& file, ProblemSink& problems);

  // Dictionaries of PETRARCH (docs/petrarch.md).
  void add_petrarch_actors(std::istream& in, const std::string& file, ProblemSink& problems);
  void add_petrarch_agents(std::istream& in, const std::string& file, ProblemSink& problems);
  void add_petrarch_verbs(std::istream& in, const std::string& file, ProblemSink& problems);

 private:
  friend class TextReader;
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// Immutable after construction: any number of threads may share one.
class TextReader {
 public:
  TextReader();  // with what is embedded
  explicit TextReader(TextKnowledge knowledge);
  ~TextReader();

  // A pure function of the document. A language that nobody reads is a problem. With `explanations`, one row
  // a record.
  std::vector<EventRecord> read(const Document& document, ProblemSink& problems,
                                std::vector<EventExplanation>* explanations = nullptr) const;

 private:
  struct Resources;
  std::unique_ptr<const Resources> resources_;
};

// With what is embedded alone; safe to call from several threads.
std::vector<EventRecord> read_events(const Document& document, ProblemSink& problems,
                                     std::vector<EventExplanation>* explanations = nullptr);

}  // namespace ekg
