// The event types: name, CAMEO code, PLOVER root, quad class, intensity, family. Read from data/ontology.tsv
// and data/modes.tsv; a user's files of the same form add rows or replace those of the same name.
#pragma once
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "graph/event_record.hpp"
#include "graph/problem.hpp"

namespace ekg {

struct EventType {
  std::string name;    // "assault"
  std::string mode;    // "aerial"; empty: the type itself
  std::string cameo;   // empty: CAMEO has none
  std::string plover;  // root in capitals; empty: PLOVER has none
  std::optional<Quad> quad;
  std::optional<double> intensity;
  std::string family;       // types of one family may be the same event told differently
  bool speech = false;      // its content is a clause or another event
  bool outer = false;       // the speech act is the event; what it speaks of is planned, requested or refused
  bool reciprocal = false;  // the other side acts too
  bool between_states = false;  // done by those of one state to those of another
  bool on_a_state = false;      // a country alone can be its recipient: who lives there is acted on
  bool yields = false;          // who commits himself to it agrees
  bool harms = false;           // who commits himself to it threatens
  std::string gloss;
};

class Ontology {
 public:
  // The embedded files.
  Ontology();

  // Adds the rows of a file of types, or of modes (a first column with a dot). A row that cannot be used is a
  // problem (code ontology-row) and is left out.
  void read(std::istream& in, const std::string& file, ProblemSink& problems);

  // By "type" or "type.mode"; nullptr when unknown. The pointer lives as long as the ontology is not read
  // into.
  const EventType* find(std::string_view key) const;
  // By "type" or "type.mode", sorted.
  const std::map<std::string, EventType, std::less<>>& types() const { return types_; }

 private:
  std::map<std::string, EventType, std::less<>> types_;
};

}  // namespace ekg
