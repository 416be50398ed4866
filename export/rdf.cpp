#include "export/rdf.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "export/event_words.hpp"
#include "export/record_json.hpp"
#include "export/slice_contents.hpp"
#include "graph/content_id.hpp"

namespace ekg {
namespace {

constexpr RdfPrefix prefixes[] = {
    {"ekg", "urn:ekg:term:"},
    {"sem", "http://semanticweb.cs.vu.nl/2009/11/sem/"},
    {"prov", "http://www.w3.org/ns/prov#"},
    {"schema", "https://schema.org/"},
    {"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
    {"xsd", "http://www.w3.org/2001/XMLSchema#"},
};

std::string iri(std::string_view prefix, std::string_view id) {
  return fmt::format("urn:ekg:{}", plain_id(prefix, id));
}
std::string document_iri(std::string_view id) { return fmt::format("urn:ekg:{}", content_id("dc", id)); }

RdfObject node(std::string iri) { return {RdfObject::Kind::iri, std::move(iri)}; }
RdfObject number(double value) { return {RdfObject::Kind::typed, fmt::format("{}", value), "xsd:double"}; }
RdfObject instant(std::chrono::sys_seconds at) {
  return {RdfObject::Kind::typed, fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", at), "xsd:dateTime"};
}

class Statements {
 public:
  Statements(RdfSink& sink, const std::string& subject, std::span<const std::string_view> types,
             const std::string& source)
      : sink_(sink) {
    sink_.begin(subject, types, source);
  }
  void add(std::string_view predicate, const RdfObject& object) { sink_.say(predicate, object); }
  // No destructor does this, as what it writes may not fit on the disk.
  void end() { sink_.end(); }
  void text(std::string_view predicate, std::string_view value) {
    if (!value.empty()) add(predicate, {RdfObject::Kind::text, std::string(value)});
  }

 private:
  RdfSink& sink_;
};

void describe(RdfSink& sink, const Entity& entity) {
  const bool is_place = entity.kind == EntityKind::place;
  const std::string_view type = is_place ? "sem:Place" : "sem:Actor";
  Statements say(sink, iri("en", entity.id), {&type, 1}, "");
  say.text("rdfs:label", entity.name);
  say.text("ekg:kind", to_string(entity.kind));
  say.text("ekg:country", entity.country);
  say.text("ekg:sector", entity.sector);
  for (const std::string& alias : entity.aliases) say.text("schema:alternateName", alias);
  if (!entity.wikidata.empty())
    say.text("schema:sameAs", "http://www.wikidata.org/entity/" + entity.wikidata);
  if (entity.latitude && entity.longitude) {
    say.add("schema:latitude", number(*entity.latitude));
    say.add("schema:longitude", number(*entity.longitude));
  }
  say.end();
}

void describe(RdfSink& sink, const EventRecord& record) {
  constexpr std::string_view type = "sem:Event";
  Statements say(sink, iri("ev", record.id), {&type, 1},
                 record.mentions.empty() || record.mentions.front().doc.empty()
                     ? std::string()
                     : document_iri(record.mentions.front().doc));
  say.text("sem:eventType", record.type);
  say.text("ekg:cameo", record.cameo);
  say.text("ekg:plover", record.plover);
  if (record.quad) say.text("ekg:quad", to_string(*record.quad));
  say.text("ekg:status", to_string(record.status));
  if (record.time) {
    say.add("sem:hasBeginTimeStamp", instant(record.time->begin));
    say.add("sem:hasEndTimeStamp", instant(record.time->end));
    say.text("ekg:precision", to_string(record.time->precision));
  }
  for (const Party& party : record.actors) say.add("sem:hasActor", node(iri("en", party.id)));
  for (const Party& party : record.recipients) say.add("ekg:recipient", node(iri("en", party.id)));
  for (const PlaceName& place : record.places) say.add("sem:hasPlace", node(iri("en", place.id)));
  for (const Attribution& said : record.attribution)
    if (!said.by.id.empty()) say.add("prov:wasAttributedTo", node(iri("en", said.by.id)));
  for (const EventMention& mention : record.mentions)
    if (!mention.doc.empty()) say.add("prov:wasDerivedFrom", node(document_iri(mention.doc)));
  if (!record.about.empty()) say.add("schema:about", node(iri("ev", record.about)));
  if (record.confidence) say.add("ekg:confidence", number(*record.confidence));
  if (!record.mentions.empty()) say.text("rdfs:comment", record.mentions.front().text);
  say.end();
}

void describe(RdfSink& sink, const Document& document) {
  constexpr std::string_view types[] = {"prov:Entity", "schema:Article"};
  Statements say(sink, document_iri(document.id), types, "");
  say.text("schema:identifier", document.id);
  say.text("schema:headline", document.title);
  say.text("schema:url", document.url);
  say.text("schema:publisher", document.outlet);
  if (document.published) say.text("schema:datePublished", time_word(*document.published));
  say.end();
}

}  // namespace

std::span<const RdfPrefix> rdf_prefixes() { return prefixes; }

std::string rdf_expanded(std::string_view term) {
  const std::size_t colon = term.find(':');
  for (const RdfPrefix& prefix : prefixes)
    if (prefix.name == term.substr(0, colon))
      return std::string(prefix.iri) + std::string(term.substr(colon + 1));
  return std::string(term);
}

std::string rdf_quoted(std::string_view text) {
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

void describe_in_rdf(const TimeSlice& slice, RdfSink& sink) {
  const EventGraph& graph = slice.graph();
  const SliceContents contents(slice);
  for (DocumentId row = 0; row < graph.document_count(); ++row)
    if (contents.documents[row]) describe(sink, graph.document(row));
  for (EntityId row = 0; row < graph.entity_count(); ++row)
    if (contents.entities[row]) describe(sink, graph.entity(row));
  EventRecord record;
  for (const EventId event : graph.events_by_id()) {
    if (!slice.contains(event)) continue;
    graph.read_record(event, record);
    describe(sink, record);
  }
}

}  // namespace ekg
