// JSON-LD 1.1: the statements of export/rdf.hpp as a list of objects, one a line, for programs that know JSON
// and not RDF.
#include <optional>

#include "export/json_text.hpp"
#include "export/rdf.hpp"
#include "export/text_sink.hpp"
#include "export/writer.hpp"

namespace ekg {
namespace {

class JsonLd final : public RdfSink {
 public:
  explicit JsonLd(std::ostream& stream) : sink_(stream) {
    sink_.text() += "{\"@context\":";
    JsonText context(sink_.text());
    context.open_object();
    for (const RdfPrefix& prefix : rdf_prefixes()) context.member(prefix.name, prefix.iri);
    context.close_object();
    sink_.text() += ",\"@graph\":[";
  }
  void begin(const std::string& subject, std::span<const std::string_view> types,
             const std::string&) override {
    sink_.text() += first_ ? "\n" : ",\n";
    first_ = false;
    json_.emplace(sink_.text());
    json_->open_object().member("@id", subject).key("@type");
    if (types.size() == 1) {
      json_->text(types.front());
    } else {
      json_->open_list();
      for (const std::string_view type : types) json_->text(type);
      json_->close_list();
    }
  }
  // Values of one predicate are a list, even a single one: a program need not ask.
  void say(std::string_view predicate, const RdfObject& object) override {
    if (predicate != predicate_) {
      if (!predicate_.empty()) json_->close_list();
      predicate_ = predicate;
      json_->key(predicate).open_list();
    }
    switch (object.kind) {
      case RdfObject::Kind::iri:
        json_->open_object().member("@id", object.value).close_object();
        break;
      case RdfObject::Kind::text:
        json_->text(object.value);
        break;
      case RdfObject::Kind::typed:
        json_->open_object().member("@type", object.datatype).member("@value", object.value).close_object();
        break;
    }
  }
  void end() override {
    if (!predicate_.empty()) json_->close_list();
    predicate_.clear();
    json_->close_object();
    sink_.settle();
  }
  void finish() {
    sink_.text() += "\n]}\n";
    sink_.flush();
  }

 private:
  TextSink sink_;
  std::optional<JsonText> json_;
  std::string predicate_;
  bool first_ = true;
};

void write(const TimeSlice& slice, std::ostream& stream, const WriteOptions&, ProblemSink&) {
  JsonLd json(stream);
  describe_in_rdf(slice, json);
  json.finish();
}

constexpr std::string_view suffixes[] = {".jsonld"};

}  // namespace

extern const Writer jsonld_writer = {"jsonld", "JSON-LD in terms of SEM, PROV-O and schema.org", suffixes,
                                     write};

}  // namespace ekg
