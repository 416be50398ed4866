#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "cli/graph_io.hpp"
#include "cli/slice_options.hpp"
#include "graph/query.hpp"
#include "graph/voices.hpp"

namespace ekg {
namespace {

std::string told(const Attribution& said) {
  const std::string& speaker = said.by.name;
  return speaker + (speaker.empty() ? "" : " ") + said.verb + " (" + std::string(to_string(said.stance)) +
         ")";
}

Cell text_cell(const std::string& text) { return text.empty() ? Cell{} : Cell(text); }

Cell sentence_cell(const EventMention& mention) {
  return mention.sentence ? count_cell(*mention.sentence) : Cell{};
}

// The sentences behind an edge.
Table between(const TimeSlice& slice, const std::vector<EntityId>& these,
              const std::vector<EntityId>& those) {
  Table table;
  table.columns = {"start", "type", "status", "said_by", "document", "sentence", "text", "event"};
  for (const EventId event : events_between(slice, these, those)) {
    const EventRecord record = slice.graph().record(event);
    std::string said_by;
    for (const Attribution& said : record.attribution) said_by += (said_by.empty() ? "" : "; ") + told(said);
    for (const EventMention& mention : record.mentions)
      table.rows.push_back({record.time ? Cell(format_begin(*record.time)) : Cell{}, record.type,
                            std::string(to_string(record.status)), text_cell(said_by),
                            ids_cell({mention.doc}), sentence_cell(mention), mention.text,
                            ids_cell({record.id})});
  }
  return table;
}

// What each field of an event says, in whose words, and every sentence that tells of it.
Table of_event(const EventGraph& graph, EventId event) {
  const EventRecord record = graph.record(event);
  Table table;
  table.columns = {"what", "value", "in_the_text", "because", "document", "sentence"};
  const auto row = [&](const char* what, Cell value, Cell words = {}, Cell because = {}) {
    table.rows.push_back({what, std::move(value), std::move(words), std::move(because), Cell{}, Cell{}});
  };
  const auto parties = [&](const char* what, const std::vector<Party>& list) {
    for (const Party& party : list)
      row(what, party.name, text_cell(party.mention),
          party.inferred ? Cell("not told: it follows from the clause") : Cell{});
  };
  row("event", ids_cell({record.id}));
  row("type", record.type, Cell{}, record.cameo.empty() ? Cell{} : Cell("CAMEO " + record.cameo));
  if (record.time)
    row("time", format_begin(*record.time) + " to " + format_end(*record.time), text_cell(record.time_text),
        record.time_text.empty() ? Cell("the text tells none: a day of publication, or a data set's column")
                                 : Cell{});
  parties("actor", record.actors);
  parties("recipient", record.recipients);
  for (const PlaceName& place : record.places) row("place", place.name);
  for (const EventQuantity& quantity : record.quantities) row("quantity", quantity.of, quantity.text);
  const VoiceCount voices = count_voices(Voices(graph), graph, event);
  row("status", std::string(to_string(record.status)), Cell{},
      std::to_string(voices.reports) + " reports by " + std::to_string(voices.outlets) + " outlets, " +
          std::to_string(voices.voices) + " independent");
  for (const Attribution& said : record.attribution) row("said by", text_cell(said.by.name), told(said));
  if (!record.about.empty()) row("about", ids_cell({record.about}));
  for (const EventMention& mention : record.mentions)
    table.rows.push_back(
        {"told in", mention.text, Cell{}, Cell{}, ids_cell({mention.doc}), sentence_cell(mention)});
  return table;
}

// The words that texts have for an entity, and the rules by which its names are one.
Table of_entity(const TimeSlice& slice, const std::vector<EntityId>& entities) {
  struct Wording {
    std::size_t events = 0;
    std::set<std::string> documents;
    EventMention first;
  };
  const EventGraph& graph = slice.graph();
  Table table;
  table.columns = {"entity",    "what",     "name",     "because", "events",
                   "documents", "document", "sentence", "text"};
  for (const EntityId row : entities) {
    const Entity& entity = graph.entity(row);
    for (const NameMerge& merge : entity.merges)
      table.rows.push_back({entity.name, "one with " + merge.with, merge.name, merge.rule, Cell{}, Cell{},
                            Cell{}, Cell{}, Cell{}});
    std::map<std::string, Wording> wordings;
    for (const EventId event : slice.events_of(row)) {
      const EventRecord record = graph.record(event);
      std::set<std::string> words;
      for (const auto* list : {&record.actors, &record.recipients})
        for (const Party& party : *list)
          if (party.id == entity.id) words.insert(party.mention.empty() ? party.name : party.mention);
      for (const Attribution& said : record.attribution)
        if (said.by.id == entity.id) words.insert(said.by.mention.empty() ? said.by.name : said.by.mention);
      for (const PlaceName& place : record.places)
        if (place.id == entity.id) words.insert(place.name);
      for (const std::string& word : words) {
        Wording& wording = wordings[word];
        if (wording.events++ == 0 && !record.mentions.empty()) wording.first = record.mentions.front();
        for (const EventMention& mention : record.mentions) wording.documents.insert(mention.doc);
      }
    }
    std::vector<std::pair<std::string, Wording>> sorted(wordings.begin(), wordings.end());
    std::ranges::stable_sort(sorted, std::greater<>(), [](const auto& one) { return one.second.events; });
    for (const auto& [words, wording] : sorted)
      table.rows.push_back({entity.name, "called", words, Cell{}, count_cell(wording.events),
                            count_cell(wording.documents.size()), ids_cell({wording.first.doc}),
                            sentence_cell(wording.first), text_cell(wording.first.text)});
  }
  return table;
}

}  // namespace

void add_explain(CLI::App& app, Session& session) {
  struct Options {
    SliceOptions slice;
    Limit limit;
    std::string these;
    std::string those;
  };
  Verb verb = add_verb(app, session, "explain",
                       "Why an event, an entity or an edge is in the graph: sentences, documents, rules",
                       "ekg explain war.json Ukraine \"North Korea\"");
  const auto options = std::make_shared<Options>();
  add_slice_options(verb, options->slice);
  add_table_options(verb, session);
  verb.add_option("A", options->these, "An event's id; or a party or place: a name, an alias or an id")
      .required();
  verb.add_option("B", options->those, "Another party: what happened between the two");
  add_limit(verb, options->limit);
  verb.callback([options, &session] {
    const EventGraph graph = read_graph(options->slice.graph, session);
    const TimeSlice slice(graph, slice_filter(graph, options->slice));
    Table table;
    if (!options->those.empty())
      table = between(slice, named_entities(graph, options->these), named_entities(graph, options->those));
    else if (const auto event = graph.find_event(options->these))
      table = of_event(graph, *event);
    else
      table = of_entity(slice, named_entities(graph, options->these));
    print_limited(session, std::move(table), options->limit);
  });
}

}  // namespace ekg
