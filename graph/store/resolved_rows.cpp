#include "graph/store/resolved_rows.hpp"

#include <algorithm>
#include <future>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "graph/event_graph_builder.hpp"
#include "graph/store/row_bytes.hpp"
#include "graph/store/schema.hpp"

namespace ekg {
namespace {

std::optional<std::int64_t> seconds(std::chrono::sys_seconds at) { return at.time_since_epoch().count(); }

void bind_span(Statement& statement, int at, const std::optional<TimeSpan>& span) {
  statement.maybe(at, span ? seconds(span->begin) : std::nullopt);
  statement.maybe(at + 1, span ? seconds(span->end) : std::nullopt);
}

template <class Number>
std::optional<std::int64_t> wide(const std::optional<Number>& number) {
  return number ? std::optional(static_cast<std::int64_t>(*number)) : std::nullopt;
}

// Writes rows of a graph. With `fresh` tables a row's number is its row in the graph and one more, so that
// they are filled in order; else a row is looked for by its id first.
class Filler {
 public:
  Filler(Database& database, GraphRows& graph, bool fresh, EventGraphBuilder* events)
      : database_(database), graph_(graph), fresh_(fresh), events_(events) {}

  void fill() {
    fill_documents();
    fill_entities();
    fill_events();
  }

 private:
  // Events with what their rows hold.
  static constexpr EventId batch = 2048;
  struct Ready {
    std::size_t count = 0;
    std::vector<EventRecord> records;
    std::vector<std::string> bytes;
    std::vector<VoiceCount> voices;
    std::vector<std::vector<Participant>> participants;  // sorted, each once
    std::vector<std::vector<DocumentId>> documents;      // of each mention; or none
  };
  static constexpr DocumentId none = 0xffffffff;

  void fill_documents() {
    Statement find(database_, "SELECT row FROM documents WHERE id = ?");
    Statement insert(
        database_,
        "INSERT INTO documents VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(row) DO UPDATE "
        "SET title = excluded.title, url = excluded.url, outlet = excluded.outlet, language = "
        "excluded.language, published_begins = excluded.published_begins, published_ends = "
        "excluded.published_ends, published_precision = excluded.published_precision, sha256 = "
        "excluded.sha256, bytes = excluded.bytes");
    std::int64_t next = fresh_ ? 0 : database_.integer("SELECT max(row) FROM documents");
    for (DocumentId row = 0; row < graph_.document_count(); ++row) {
      const Document document = graph_.document(row);
      const std::int64_t known = find_row(find, document.id);
      const std::int64_t own = known != 0 ? known : ++next;
      if (!fresh_) documents_.push_back(own);
      if (known != 0 && document.sha256.empty()) continue;
      insert.bind(1, own).bind(2, document.id).maybe(3, document.title).maybe(4, document.url);
      insert.maybe(5, document.outlet).maybe(6, document.language);
      bind_span(insert, 7, document.published);
      insert.maybe(9, document.published ? to_string(document.published->precision) : std::string_view());
      encode_row(document, bytes_);
      insert.maybe(10, document.sha256).bytes(11, bytes_).run();
    }
  }
  std::int64_t document_row(DocumentId row) const { return fresh_ ? std::int64_t{row} + 1 : documents_[row]; }

  void fill_entities() {
    Statement find(database_, "SELECT row FROM entities WHERE id = ?");
    Statement insert(database_, "INSERT INTO entities VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    Statement alias(database_, "INSERT OR IGNORE INTO aliases VALUES(?, ?)");
    Statement role(database_, "INSERT INTO roles VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
    std::int64_t next = fresh_ ? 0 : database_.integer("SELECT max(row) FROM entities");
    for (const Entity& entity : graph_.entities()) {
      const std::int64_t known = find_row(find, entity.id);
      const std::int64_t row = known != 0 ? known : ++next;
      entity_of_.emplace(entity.id, static_cast<EntityId>(entities_.size()));
      entities_.push_back(row);
      for (const std::string& name : entity.aliases) alias.bind(1, row).bind(2, name).run();
      if (known != 0) continue;
      insert.bind(1, row).bind(2, entity.id).maybe(3, entity.name).bind(4, to_string(entity.kind));
      insert.maybe(5, entity.country).maybe(6, entity.sector).maybe(7, entity.wikidata);
      insert.maybe(8, entity.latitude).maybe(9, entity.longitude).maybe(10, entity.geonames);
      encode_row(entity, bytes_);
      insert.bytes(11, bytes_).run();
      for (const OfficeRole& held : entity.roles) {
        role.bind(1, row).bind(2, held.title).maybe(3, held.of);
        bind_span(role, 4, held.from);
        bind_span(role, 6, held.to);
        role.maybe(8, held.doc).run();
      }
    }
  }

  void fill_events() {
    Statement find(database_, "SELECT row FROM events WHERE id = ?");
    Statement insert(database_,
                     "INSERT INTO events VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    std::int64_t row_of_last = fresh_ ? 0 : database_.integer("SELECT max(row) FROM events");
    // SQLite takes one batch of rows while the next is made ready on another thread.
    Ready taken, next;
    prepare(0, taken);
    for (EventId first = 0; first < graph_.event_count(); first += batch) {
      std::future<void> preparing;
      if (first + batch < graph_.event_count())
        preparing = std::async(std::launch::async, [&, first] { prepare(first + batch, next); });
      for (std::size_t i = 0; i < taken.count; ++i) {
        const EventRecord& record = taken.records[i];
        if (find_row(find, record.id) != 0) continue;
        const std::int64_t row = ++row_of_last;
        insert.bind(1, row)
            .bind(2, record.id)
            .bind(3, record.type)
            .maybe(4, record.mode)
            .maybe(5, record.cameo);
        insert.maybe(6, record.plover).maybe(7, record.quad ? to_string(*record.quad) : std::string_view());
        insert.maybe(8, record.intensity);
        bind_span(insert, 9, record.time);
        insert.maybe(11, record.time ? to_string(record.time->precision) : std::string_view());
        insert.maybe(12, record.time_text).bind(13, to_string(record.status)).maybe(14, record.quote);
        insert.maybe(15, record.about).maybe(16, record.confidence);
        const VoiceCount& told = taken.voices[i];
        insert.bind(17, std::int64_t{told.reports}).bind(18, std::int64_t{told.outlets});
        insert.bind(19, std::int64_t{told.voices});
        insert.bytes(20, taken.bytes[i]).run();
        fill_details(row, record, taken.participants[i], taken.documents[i]);
      }
      if (preparing.valid()) preparing.get();
      std::swap(taken, next);
    }
  }

  void prepare(EventId first, Ready& ready) {
    ready.count = std::min<std::size_t>(batch, graph_.event_count() - first);
    ready.records.resize(batch), ready.bytes.resize(batch), ready.voices.resize(batch);
    ready.participants.resize(batch), ready.documents.resize(batch);
    const Voices& voices = graph_.voices();
    std::vector<DocumentId> sources;
    for (std::size_t i = 0; i < ready.count; ++i) {
      EventRecord& record = ready.records[i];
      graph_.read_event(first + static_cast<EventId>(i), record);
      if (events_ != nullptr) events_->add(std::as_const(record));
      encode_row(record, ready.bytes[i]);
      list_participants(record, ready.participants[i]);
      ready.documents[i].clear();
      for (const EventMention& mention : record.mentions)
        ready.documents[i].push_back(mention.doc.empty() ? none
                                                         : graph_.find_document(mention.doc).value_or(none));
      sources.assign(ready.documents[i].begin(), ready.documents[i].end());
      std::erase(sources, none);
      std::ranges::sort(sources);
      sources.erase(std::unique(sources.begin(), sources.end()), sources.end());
      ready.voices[i] = voices.count(sources);
    }
  }

  void list_participants(const EventRecord& record, std::vector<Participant>& out) const {
    out.clear();
    const auto name = [&](Role role, const std::string& id) {
      if (const auto known = entity_of_.find(id); known != entity_of_.end())
        out.emplace_back(role, known->second);
    };
    for (const Party& party : record.actors) name(Role::actor, party.id);
    for (const Party& party : record.recipients) name(Role::recipient, party.id);
    for (const PlaceName& place : record.places) name(Role::place, place.id);
    for (const Attribution& said : record.attribution) name(Role::speaker, said.by.id);
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
  }

  void fill_details(std::int64_t row, const EventRecord& record, const std::vector<Participant>& participants,
                    const std::vector<DocumentId>& documents) {
    for (const Participant part : participants)
      participant_.bind(1, row).bind(2, to_string(part.role())).bind(3, entities_[part.row()]).run();
    for (std::size_t i = 0; i < record.mentions.size(); ++i) {
      const EventMention& mention = record.mentions[i];
      mention_.bind(1, row);
      mention_.maybe(2, documents[i] != none ? std::optional(document_row(documents[i])) : std::nullopt);
      mention_.maybe(3, wide(mention.sentence));
      const auto range = [&](int at, const std::optional<std::array<std::uint32_t, 2>>& ends) {
        mention_.maybe(at, ends ? std::optional<std::int64_t>((*ends)[0]) : std::nullopt);
        mention_.maybe(at + 1, ends ? std::optional<std::int64_t>((*ends)[1]) : std::nullopt);
      };
      range(4, mention.span);
      range(6, mention.trigger);
      mention_.bind(8, mention.text).run();
      if (!fresh_) text_.bind(1, database_.last_row()).bind(2, mention.text).run();
    }
    for (const Attribution& said : record.attribution) {
      const auto speaker = entity_of_.find(said.by.id);
      attribution_.bind(1, row).maybe(
          2, speaker != entity_of_.end() ? std::optional(entities_[speaker->second]) : std::nullopt);
      attribution_.maybe(3, said.verb).bind(4, to_string(said.stance)).run();
    }
    for (const EventQuantity& quantity : record.quantities) {
      quantity_.bind(1, row).bind(2, quantity.value).maybe(3, quantity.max);
      quantity_.bind(4, to_string(quantity.comparator)).maybe(5, quantity.of).maybe(6, quantity.text).run();
    }
  }

  // 0: there is none.
  std::int64_t find_row(Statement& find, std::string_view id) const {
    if (fresh_) return 0;
    const std::int64_t row = find.bind(1, id).step() ? find.integer(0) : 0;
    find.reset();
    return row;
  }

  Database& database_;
  GraphRows& graph_;
  const bool fresh_;
  EventGraphBuilder* const events_;                 // or null
  std::vector<std::int64_t> documents_, entities_;  // rows of the tables; of documents not when fresh
  std::unordered_map<std::string_view, EntityId> entity_of_;
  std::string bytes_;
  Statement participant_{database_, "INSERT OR IGNORE INTO participants VALUES(?, ?, ?)"};
  Statement mention_{database_,
                     "INSERT INTO mentions(event, document, sentence, span_begin, span_end, trigger_begin, "
                     "trigger_end, text) VALUES(?, ?, ?, ?, ?, ?, ?, ?)"};
  Statement text_{database_, "INSERT INTO mention_text(rowid, text) VALUES(?, ?)"};
  Statement attribution_{database_, "INSERT INTO attributions VALUES(?, ?, ?, ?)"};
  Statement quantity_{database_, "INSERT INTO quantities VALUES(?, ?, ?, ?, ?, ?)"};
};

}  // namespace

void put_resolved_rows(Database& database, GraphRows& graph, EventGraphBuilder* events) {
  database.execute(drop_resolved);
  database.execute(resolved_tables);
  Filler(database, graph, true, events).fill();
}

void index_resolved_rows(Database& database) {
  database.execute("INSERT INTO mention_text(mention_text) VALUES('rebuild')");
  database.execute(resolved_indexes);
  database.execute(views);
}

void add_resolved_rows(Database& database, GraphRows& graph) {
  Filler(database, graph, false, nullptr).fill();
}

EventGraph read_resolved_rows(Database& database, ProblemSink& problems) {
  EventGraphBuilder builder;
  Statement documents(database, "SELECT bytes FROM documents");
  while (documents.step()) {
    Document document;
    decode_row(documents.bytes(0), document);
    builder.add(std::move(document));
  }
  Statement entities(database, "SELECT bytes FROM entities");
  while (entities.step()) {
    Entity entity;
    decode_row(entities.bytes(0), entity);
    builder.add(std::move(entity));
  }
  Statement events(database, "SELECT bytes FROM events ORDER BY row");
  EventRecord record;
  while (events.step()) {
    decode_row(events.bytes(0), record);
    builder.add(record);
  }
  return builder.freeze(problems);
}

void remove_resolved_document(Database& database, std::string_view id) {
  std::int64_t document = 0;
  {
    Statement find(database, "SELECT row FROM documents WHERE id = ?");
    if (!find.bind(1, id).step()) return;
    document = find.integer(0);
  }
  const auto run = [&](std::string_view sql) { Statement(database, sql).bind(1, document).run(); };
  database.execute(
      "CREATE TEMP TABLE told(event INTEGER PRIMARY KEY); CREATE TEMP TABLE named(entity INTEGER PRIMARY "
      "KEY)");
  run("INSERT OR IGNORE INTO told SELECT event FROM mentions WHERE document = ?");
  run("INSERT INTO mention_text(mention_text, rowid, text) SELECT 'delete', row, text FROM mentions WHERE "
      "document = ?");
  run("DELETE FROM mentions WHERE document = ?");
  run("DELETE FROM documents WHERE row = ?");
  database.execute(R"sql(
UPDATE events SET (n_documents, n_outlets) = (
  SELECT count(DISTINCT m.document), count(DISTINCT d.outlet) FROM mentions m JOIN documents d ON d.row = m.document
  WHERE m.event = events.row) WHERE row IN told;
UPDATE events SET n_voices = min(n_voices, n_documents) WHERE row IN told;
DELETE FROM told WHERE EXISTS (SELECT 1 FROM mentions WHERE mentions.event = told.event);
INSERT OR IGNORE INTO named SELECT entity FROM participants WHERE event IN told;
DELETE FROM participants WHERE event IN told;
DELETE FROM attributions WHERE event IN told;
DELETE FROM quantities WHERE event IN told;
DELETE FROM events WHERE row IN told;
DELETE FROM named WHERE EXISTS (SELECT 1 FROM participants WHERE participants.entity = named.entity);
DELETE FROM aliases WHERE entity IN named;
DELETE FROM roles WHERE entity IN named;
DELETE FROM entities WHERE row IN named;
DROP TABLE told;
DROP TABLE named;
)sql");
}

}  // namespace ekg
