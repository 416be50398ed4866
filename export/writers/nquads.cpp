// RDF 1.1 N-Quads: the statements of export/rdf.hpp, one a line. What is said of an event stands in the graph
// that its first document names; documents and entities, and events without a document, in the default graph.
#include <fmt/format.h>

#include "export/rdf.hpp"
#include "export/text_sink.hpp"
#include "export/writer.hpp"

namespace ekg {
namespace {

class NQuads final : public RdfSink {
 public:
  explicit NQuads(std::ostream& stream) : sink_(stream) {}

  void begin(const std::string& subject, std::span<const std::string_view> types,
             const std::string& source) override {
    subject_ = subject;
    end_ = source.empty() ? " .\n" : fmt::format(" <{}> .\n", source);
    for (const std::string_view type : types)
      sink_.text() += fmt::format("<{}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{}>{}", subject_,
                                  rdf_expanded(type), end_);
  }
  void say(std::string_view predicate, const RdfObject& object) override {
    std::string& out = sink_.text();
    out += fmt::format("<{}> <{}> ", subject_, rdf_expanded(predicate));
    if (object.kind == RdfObject::Kind::iri)
      out += fmt::format("<{}>", object.value);
    else
      out += rdf_quoted(object.value);
    if (object.kind == RdfObject::Kind::typed) out += fmt::format("^^<{}>", rdf_expanded(object.datatype));
    out += end_;
  }
  void end() override { sink_.settle(); }
  void finish() { sink_.flush(); }

 private:
  TextSink sink_;
  std::string subject_, end_;
};

void write(const TimeSlice& slice, std::ostream& stream, const WriteOptions&, ProblemSink&) {
  NQuads quads(stream);
  describe_in_rdf(slice, quads);
  quads.finish();
}

constexpr std::string_view suffixes[] = {".nq"};

}  // namespace

extern const Writer nquads_writer = {"nquads", "RDF N-Quads: each document's events in a graph of its own",
                                     suffixes, write};

}  // namespace ekg
