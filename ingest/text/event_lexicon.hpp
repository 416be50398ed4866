// Predicates with their frames: which words tell of an event, and which of their dependents are its parties.
// Read from data/lexicon/*.tsv; the form of a row stands in data/README.md.
#pragma once
#include <cstdint>
#include <iosfwd>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "graph/problem.hpp"
#include "ingest/text/ontology.hpp"

namespace ekg {

enum class FrameRole : std::uint8_t { actor, recipient, place, item, content, instrument };
// What a dependent is to its predicate once voice, control and relative clauses are undone.
// The last two look into the clause that fills `content`: its subject, and the recipient of its own event.
enum class Function : std::uint8_t {
  subj,
  obj,
  iobj,
  poss,
  mod,
  xcomp,
  ccomp,
  prep,
  content_subj,
  content_recipient
};
enum class WordClass : std::uint8_t { verb, noun, adjective };

std::string_view to_string(FrameRole);
std::string_view to_string(Function);

// A function; with Function::prep, the preposition.
struct Source {
  Function function = Function::subj;
  std::string preposition;
};

struct RoleRule {
  FrameRole role = FrameRole::actor;
  std::vector<Source> sources;  // the first that is there fills the role
};

// What else must stand beside the trigger.
struct Requirement {
  enum class Kind : std::uint8_t { marker, object, next } kind = Kind::marker;
  std::string word;                                         // the lemma, or the class's name
  const std::unordered_set<std::string>* lemmas = nullptr;  // of the class; nullptr: `word` alone
  bool loose = false;  // a phrase that hangs on the object will do: "pressed Chad | over fishing"
  std::vector<Requirement> modifiers;  // of an object: words that modify it
};

// One test of a condition; the tests of a condition are alternatives.
struct Test {
  enum class Kind : std::uint8_t { lemma, mention, has, passive } kind = Kind::has;
  bool wanted = true;
  Source source;
  std::string word;  // the kind of mention, or a lemma
  const std::unordered_set<std::string>* lemmas = nullptr;
};
using Condition = std::vector<Test>;

struct Predicate {
  std::string lemma;
  WordClass word_class = WordClass::verb;
  std::vector<Requirement> requirements;
  const EventType* type = nullptr;  // nullptr: this is no event
  std::vector<RoleRule> roles;
  bool reciprocal = false;
  std::vector<Condition> conditions;  // all must hold
  std::string cameo;                  // empty: the type's
  std::string where;                  // FILE:LINE, for explanations
  int specificity = 0;                // required words, then conditions
};

// What a word makes of what it governs.
enum class Effect : std::uint8_t {
  planned,
  commit,
  hypothetical,
  negated,
  denied,
  unverified,
  reported,
  requested,
  confirmed,
  begun,
  factual
};
std::string_view to_string(Effect);

struct Operator {
  char part_of_speech = 'v';  // v n a, r adverb, m modal or auxiliary, c conjunction
  Effect effect = Effect::planned;
  std::vector<std::string> requirements;  // particles
  std::vector<std::string> scopes;        // "xcomp", "ccomp", "obj", "subj", "head", or a preposition
};

class EventLexicon {
 public:
  // The embedded files, for the types of `ontology`, which it keeps.
  explicit EventLexicon(Ontology ontology = Ontology());
  EventLexicon(const EventLexicon&) = delete;
  EventLexicon(EventLexicon&&) = default;

  // Adds types to the ontology, or changes them; the rows that name a changed type follow it.
  void read_ontology(std::istream& in, const std::string& file, ProblemSink& problems) {
    ontology_.read(in, file, problems);
  }

  // Adds the rows of one file (of operators, when its name ends in operators.tsv); a row with the same
  // trigger, class and conditions replaces the earlier one. A row that cannot be used is a problem (code
  // lexicon-row) and is left out.
  void read(std::istream& in, const std::string& file, ProblemSink& problems);

  // Puts these rows in the place of all rows of the verb. REQUIRES: they have that lemma, their types are of
  // this ontology. O(n log n).
  void replace_verb(const std::string& lemma, std::vector<Predicate> rows);
  // Adds lemmas to a class, which lives as long as the lexicon. An embedded class may not be named.
  const std::unordered_set<std::string>* define_class(const std::string& name,
                                                      const std::vector<std::string>& lemmas);

  // The predicates of a lemma, most specific first; empty when there are none.
  std::span<const Predicate> find(std::string_view lemma, WordClass word_class) const;

  // The operators of a lemma; empty when it is none.
  std::span<const Operator> operators(std::string_view lemma) const;

  // The lemmas of a class ("@troops" without the sign); nullptr when unknown.
  const std::unordered_set<std::string>* word_class(std::string_view name) const;

  const Ontology& ontology() const { return ontology_; }
  std::size_t size() const { return count_; }  // rows
  // What could not be used of the embedded files; empty in a sound build.
  const std::vector<Problem>& problems() const { return problems_; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using Rows = std::unordered_map<std::string, std::vector<Predicate>, Hash, std::equal_to<>>;

  void read_class(std::string_view line, const std::string& file, std::uint64_t number,
                  ProblemSink& problems);
  void read_operator(std::string_view line, const std::string& file, std::uint64_t number,
                     ProblemSink& problems);
  void read_row(std::string_view line, const std::string& file, std::uint64_t number, ProblemSink& problems);

  Ontology ontology_;  // its rows never move: predicates point to them
  std::map<std::string, std::unordered_set<std::string>, std::less<>> classes_;
  Rows rows_[3];
  std::unordered_map<std::string, std::vector<Operator>, Hash, std::equal_to<>> operators_;
  std::vector<Problem> problems_;
  std::size_t count_ = 0;
};

}  // namespace ekg
