// RDF 1.1 Turtle: events, actors and places in terms of the Simple Event Model, their sources in terms of
// PROV-O. IRIs are urn:ekg:ID.
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <iterator>

#include "export/event_words.hpp"
#include "export/record_json.hpp"
#include "export/slice_contents.hpp"
#include "export/text_sink.hpp"
#include "export/writer.hpp"
#include "graph/content_id.hpp"

namespace ekg {
namespace {

constexpr std::string_view head =
    "@prefix ekg: <urn:ekg:term:> .\n"
    "@prefix sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> .\n"
    "@prefix prov: <http://www.w3.org/ns/prov#> .\n"
    "@prefix schema: <https://schema.org/> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n";

std::string literal(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
          out += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
        else
          out.push_back(c);
    }
  }
  return out + "\"";
}

std::string iri(std::string_view prefix, std::string_view id) {
  return fmt::format("<urn:ekg:{}>", plain_id(prefix, id));
}
std::string document_iri(std::string_view id) { return fmt::format("<urn:ekg:{}>", content_id("dc", id)); }

class Statements {
 public:
  Statements(std::string& out, const std::string& subject, std::string_view type) : out_(out) {
    fmt::format_to(std::back_inserter(out_), "{} a {}", subject, type);
  }
  ~Statements() { out_ += " .\n"; }
  void add(std::string_view predicate, const std::string& object) {
    fmt::format_to(std::back_inserter(out_), " ;\n  {} {}", predicate, object);
  }
  void text(std::string_view predicate, std::string_view value) {
    if (!value.empty()) add(predicate, literal(value));
  }

 private:
  std::string& out_;
};

void write_entity(std::string& out, const Entity& entity) {
  const bool is_place = entity.kind == EntityKind::place;
  Statements say(out, iri("en", entity.id), is_place ? "sem:Place" : "sem:Actor");
  say.text("rdfs:label", entity.name);
  say.text("ekg:kind", to_string(entity.kind));
  say.text("ekg:country", entity.country);
  say.text("ekg:sector", entity.sector);
  for (const std::string& alias : entity.aliases) say.text("schema:alternateName", alias);
  if (!entity.wikidata.empty())
    say.text("schema:sameAs", "http://www.wikidata.org/entity/" + entity.wikidata);
  if (entity.latitude && entity.longitude) {
    say.add("schema:latitude", fmt::format("\"{}\"^^xsd:double", *entity.latitude));
    say.add("schema:longitude", fmt::format("\"{}\"^^xsd:double", *entity.longitude));
  }
}

void write_event(std::string& out, const EventRecord& record) {
  Statements say(out, iri("ev", record.id), "sem:Event");
  say.text("sem:eventType", record.type);
  say.text("ekg:cameo", record.cameo);
  say.text("ekg:plover", record.plover);
  if (record.quad) say.text("ekg:quad", to_string(*record.quad));
  say.text("ekg:status", to_string(record.status));
  if (record.time) {
    say.add("sem:hasBeginTimeStamp",
            fmt::format("\"{:%Y-%m-%dT%H:%M:%SZ}\"^^xsd:dateTime", record.time->begin));
    say.add("sem:hasEndTimeStamp", fmt::format("\"{:%Y-%m-%dT%H:%M:%SZ}\"^^xsd:dateTime", record.time->end));
    say.text("ekg:precision", to_string(record.time->precision));
  }
  for (const Party& party : record.actors) say.add("sem:hasActor", iri("en", party.id));
  for (const Party& party : record.recipients) say.add("ekg:recipient", iri("en", party.id));
  for (const PlaceName& place : record.places) say.add("sem:hasPlace", iri("en", place.id));
  for (const Attribution& said : record.attribution)
    if (!said.by.id.empty()) say.add("prov:wasAttributedTo", iri("en", said.by.id));
  for (const EventMention& mention : record.mentions)
    if (!mention.doc.empty()) say.add("prov:wasDerivedFrom", document_iri(mention.doc));
  if (!record.about.empty()) say.add("schema:about", iri("ev", record.about));
  if (record.confidence) say.add("ekg:confidence", fmt::format("\"{}\"^^xsd:double", *record.confidence));
  if (!record.mentions.empty()) say.text("rdfs:comment", record.mentions.front().text);
}

void write(const TimeSlice& slice, std::ostream& stream, const WriteOptions&, ProblemSink&) {
  const EventGraph& graph = slice.graph();
  const SliceContents contents(slice);
  TextSink sink(stream);
  sink.text() += head;
  for (DocumentId row = 0; row < graph.document_count(); ++row) {
    if (!contents.documents[row]) continue;
    const Document& document = graph.document(row);
    Statements say(sink.text(), document_iri(document.id), "prov:Entity, schema:Article");
    say.text("schema:identifier", document.id);
    say.text("schema:headline", document.title);
    say.text("schema:url", document.url);
    say.text("schema:publisher", document.outlet);
    if (document.published) say.text("schema:datePublished", time_word(*document.published));
  }
  for (EntityId row = 0; row < graph.entity_count(); ++row) {
    if (contents.entities[row]) write_entity(sink.text(), graph.entity(row));
    sink.settle();
  }
  EventRecord record;
  for (const EventId event : graph.events_by_id()) {
    if (!slice.contains(event)) continue;
    graph.read_record(event, record);
    write_event(sink.text(), record);
    sink.settle();
  }
  sink.flush();
}

constexpr std::string_view suffixes[] = {".ttl"};

}  // namespace

extern const Writer turtle_writer = {"turtle", "RDF Turtle in terms of SEM, PROV-O and schema.org", suffixes,
                                     write};

}  // namespace ekg
