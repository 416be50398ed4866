// A slice as RDF statements, said once for all forms of RDF: events, actors and places in terms of the Simple
// Event Model, their sources in terms of PROV-O and schema.org. Subjects are urn:ekg:ID.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "graph/time_slice.hpp"

namespace ekg {

struct RdfPrefix {
  std::string_view name;  // "sem"
  std::string_view iri;
};
// Those that the terms below are written with.
std::span<const RdfPrefix> rdf_prefixes();
// "sem:Event" with its prefix written out. REQUIRES: one of rdf_prefixes().
std::string rdf_expanded(std::string_view term);

struct RdfObject {
  enum class Kind : std::uint8_t { iri, text, typed };
  Kind kind;
  std::string value;               // an IRI without brackets, or the characters of a literal
  std::string_view datatype = {};  // of Kind::typed: "xsd:double"
};

// What a form of RDF does with statements. Statements of one subject come together, those with the same
// predicate one after another.
class RdfSink {
 public:
  virtual ~RdfSink() = default;
  // `source`: the IRI of the document that an event was first read in; empty for all else.
  virtual void begin(const std::string& subject, std::span<const std::string_view> types,
                     const std::string& source) = 0;
  virtual void say(std::string_view predicate, const RdfObject& object) = 0;
  virtual void end() = 0;
};

// Documents, entities and events of the slice, each in the order of ids.
void describe_in_rdf(const TimeSlice& slice, RdfSink& sink);

// The characters of a literal between quotes, as Turtle and N-Quads escape them.
std::string rdf_quoted(std::string_view text);

}  // namespace ekg
