#include "graph/store/resolved_rows.hpp"

#include <algorithm>
#include <future>
#include <string>
#include <utility>
#include <vector>

#include "graph/event_graph_builder.hpp"
#include "graph/store/row_bytes.hpp"
#include "graph/store/schema.hpp"
#include "graph/voices.hpp"

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
  Filler(Database& database, const EventGraph& graph, bool fresh)
      : database_(database), graph_(graph), fresh_(fresh) {}

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
  };

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
      const Document& document = graph_.document(row);
      const std::int64_t known = find_row(find, document.id);
      documents_.push_back(known != 0 ? known : ++next);
      if (known != 0 && document.sha256.empty()) continue;
      insert.bind(1, documents_.back()).bind(2, document.id).maybe(3, document.title).maybe(4, document.url);
      insert.maybe(5, document.outlet).maybe(6, document.language);
      bind_span(insert, 7, document.published);
      insert.maybe(9, document.published ? to_string(document.published->precision) : std::string_view());
      encode_row(document, bytes_);
      insert.maybe(10, document.sha256).bytes(11, bytes_).run();
    }
  }

  void fill_entities() {
    Statement find(database_, "SELECT row FROM entities WHERE id = ?");
    Statement insert(database_, "INSERT INTO entities VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    Statement alias(database_, "INSERT OR IGNORE INTO aliases VALUES(?, ?)");
    Statement role(database_, "INSERT INTO roles VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
    std::int64_t next = fresh_ ? 0 : database_.integer("SELECT max(row) FROM entities");
    for (EntityId id = 0; id < graph_.entity_count(); ++id) {
      const Entity& entity = graph_.entity(id);
      const std::int64_t known = find_row(find, entity.id);
      const std::int64_t row = known != 0 ? known : ++next;
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
    const Voices voices(graph_);
    // SQLite takes one batch of rows while the next is made ready on another thread.
    Ready taken, next;
    prepare(0, voices, taken);
    for (EventId first = 0; first < graph_.event_count(); first += batch) {
      std::future<void> preparing;
      if (first + batch < graph_.event_count())
        preparing = std::async(std::launch::async, [&, first] { prepare(first + batch, voices, next); });
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
        fill_details(first + static_cast<EventId>(i), row, record);
      }
      if (preparing.valid()) preparing.get();
      std::swap(taken, next);
    }
  }

  void prepare(EventId first, const Voices& voices, Ready& ready) const {
    ready.count = std::min<std::size_t>(batch, graph_.event_count() - first);
    ready.records.resize(batch), ready.bytes.resize(batch), ready.voices.resize(batch);
    for (std::size_t i = 0; i < ready.count; ++i) {
      const EventId event = first + static_cast<EventId>(i);
      graph_.read_record(event, ready.records[i]);
      encode_row(ready.records[i], ready.bytes[i]);
      ready.voices[i] = voices.count(event);
    }
  }

  void fill_details(EventId event, std::int64_t row, const EventRecord& record) {
    for (const Participant part : graph_.participants(event)) {
      if (part.role() == Role::source) continue;
      participant_.bind(1, row).bind(2, to_string(part.role())).bind(3, entities_[part.row()]).run();
    }
    const auto sources = graph_.participants(event, Role::source);
    for (const EventMention& mention : record.mentions) {
      mention_.bind(1, row);
      const auto document = std::ranges::find_if(
          sources, [&](Participant source) { return graph_.document(source.row()).id == mention.doc; });
      mention_.maybe(2,
                     document != sources.end() ? std::optional(documents_[document->row()]) : std::nullopt);
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
      const auto speaker = graph_.find_entity(said.by.id);
      attribution_.bind(1, row).maybe(2, speaker ? std::optional(entities_[*speaker]) : std::nullopt);
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
  const EventGraph& graph_;
  const bool fresh_;
  std::vector<std::int64_t> documents_, entities_;  // rows of the tables
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

void put_resolved_rows(Database& database, const EventGraph& graph) {
  database.execute(drop_resolved);
  database.execute(resolved_tables);
  Filler(database, graph, true).fill();
  database.execute("INSERT INTO mention_text(mention_text) VALUES('rebuild')");
  database.execute(resolved_indexes);
  database.execute(views);
}

void add_resolved_rows(Database& database, const EventGraph& graph) { Filler(database, graph, false).fill(); }

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
