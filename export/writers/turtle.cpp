// RDF 1.1 Turtle: the statements of export/rdf.hpp with their prefixes.
#include <fmt/format.h>

#include "export/rdf.hpp"
#include "export/text_sink.hpp"
#include "export/writer.hpp"

namespace ekg {
namespace {

class Turtle final : public RdfSink {
 public:
  explicit Turtle(std::ostream& stream) : sink_(stream) {
    for (const RdfPrefix& prefix : rdf_prefixes())
      sink_.text() += fmt::format("@prefix {}: <{}> .\n", prefix.name, prefix.iri);
  }
  void begin(const std::string& subject, std::span<const std::string_view> types,
             const std::string&) override {
    sink_.text() += fmt::format("<{}> a {}", subject, fmt::join(types, ", "));
  }
  void say(std::string_view predicate, const RdfObject& object) override {
    sink_.text() += fmt::format(" ;\n  {} ", predicate);
    if (object.kind == RdfObject::Kind::iri) {
      sink_.text() += fmt::format("<{}>", object.value);
      return;
    }
    sink_.text() += rdf_quoted(object.value);
    if (object.kind == RdfObject::Kind::typed) sink_.text() += fmt::format("^^{}", object.datatype);
  }
  void end() override {
    sink_.text() += " .\n";
    sink_.settle();
  }
  void finish() { sink_.flush(); }

 private:
  TextSink sink_;
};

void write(const TimeSlice& slice, std::ostream& stream, const WriteOptions&, ProblemSink&) {
  Turtle turtle(stream);
  describe_in_rdf(slice, turtle);
  turtle.finish();
}

constexpr std::string_view suffixes[] = {".ttl"};

}  // namespace

extern const Writer turtle_writer = {"turtle", "RDF Turtle in terms of SEM, PROV-O and schema.org", suffixes,
                                     write};

}  // namespace ekg
