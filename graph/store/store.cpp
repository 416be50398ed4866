#include "graph/store/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cstring>
#include <filesystem>
#include <tuple>
#include <vector>

#include "graph/content_id.hpp"
#include "graph/store/resolved_rows.hpp"
#include "graph/store/row_bytes.hpp"
#include "graph/store/schema.hpp"
#include "graph/store/sqlite.hpp"

namespace ekg {
namespace {

constexpr std::string_view magic("SQLite format 3\0", 16);
constexpr std::size_t application_id_at = 68;  // of the file's header, four bytes, the highest first

std::int64_t hash_of(std::string_view bytes) { return static_cast<std::int64_t>(content_hash(bytes)); }

Database::Mode mode_of(Store::Access access) {
  switch (access) {
    case Store::Access::read:
      return Database::Mode::read;
    case Store::Access::memory:
      return Database::Mode::memory;
    default:
      return Database::Mode::write;
  }
}

// The documents that tell of a record, each once, in their order.
std::vector<std::string_view> documents_of(const EventRecord& record) {
  std::vector<std::string_view> out;
  for (const EventMention& mention : record.mentions) {
    if (!mention.doc.empty() && std::ranges::find(out, mention.doc) == out.end()) out.push_back(mention.doc);
  }
  return out;
}

}  // namespace

struct Store::State {
  State(const std::string& path, Access how, Database::Mode mode) : access(how), database(path, mode) {}

  std::int64_t fact(std::string_view key) {
    Statement get(database, "SELECT value FROM store WHERE key = ?");
    return get.bind(1, key).step() ? get.integer(0) : 0;
  }
  void set_fact(std::string_view key, std::int64_t value) {
    Statement set(database,
                  "INSERT INTO store VALUES(?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value");
    set.bind(1, key).bind(2, value).run();
  }
  Statement& prepared(std::unique_ptr<Statement>& slot, std::string_view sql) {
    if (!slot) slot = std::make_unique<Statement>(database, sql);
    return *slot;
  }
  // The sources change by what `hash` is of: the resolved tables follow from them no more.
  void touch(std::int64_t hash) {
    assert(batch);
    changes = changes * 0x9e3779b97f4a7c15U + static_cast<std::uint64_t>(hash) + 1;
    if (touched) return;
    set_fact("resolved", 0);
    touched = true;
  }
  // Remembers up to where the resolved tables know the sources.
  void mark() {
    set_fact("resolved_document", database.integer("SELECT max(row) FROM source_documents"));
    set_fact("resolved_entity", database.integer("SELECT max(row) FROM source_entities"));
    set_fact("resolved_record", database.integer("SELECT max(row) FROM source_records"));
  }
  // Rows taken away at the end give their numbers to new ones, which nobody has resolved.
  void lower_marks() {
    for (const char* name : {"document", "entity", "record"}) {
      const std::string key = fmt::format("resolved_{}", name);
      const std::string last =
          name == std::string_view("entity") ? "source_entities" : fmt::format("source_{}s", name);
      const std::int64_t max = database.integer(fmt::format("SELECT max(row) FROM {}", last));
      if (fact(key) > max) set_fact(key, max);
    }
  }
  void create() {
    database.execute(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", store_application_id,
                                 store_schema_version));
    database.execute(source_tables);
    database.execute(resolved_tables);
    database.execute(resolved_indexes);
    database.execute(views);
    set_fact("resolved", 1);
  }
  void check() {
    const std::int64_t version = database.integer("PRAGMA user_version");
    if (database.integer("PRAGMA application_id") != store_application_id)
      throw InputError(fmt::format("{}: an SQLite file, but no store of ekg", database.path()));
    if (version != store_schema_version)
      throw InputError(fmt::format("{}: a store of schema {}; this program knows {}", database.path(),
                                   version, store_schema_version));
  }
  void open_to_write() {
    database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    if (database.integer("SELECT count(*) FROM sqlite_schema") == 0) {
      database.execute("BEGIN IMMEDIATE");
      // Another program may have made it while this one waited.
      if (database.integer("SELECT count(*) FROM sqlite_schema") == 0) create();
      database.execute("COMMIT");
    }
    check();
  }
  void add_elsewhere(std::int64_t row, const std::vector<std::string_view>& documents);
  bool remove_from_records(std::string_view id);
  void remove_from_record(std::int64_t row, std::string_view id);

  const Access access;
  Database database;
  bool batch = false;
  bool touched = false;
  std::uint64_t changes = 0;  // a hash of all in this batch, in their order
  std::unique_ptr<Statement> knows, add_document, mark_text, add_entity, find_record, add_record, elsewhere;
  std::string bytes;
};

Store::Store(const std::string& path, Access access) {
  std::error_code none;
  if (access == Access::write && std::filesystem::file_size(path, none) > 0 && !none) {
    // Nothing is changed in a file that is something else.
    Database look(path, Database::Mode::read);
    if (look.integer("PRAGMA application_id") != store_application_id &&
        look.integer("SELECT count(*) FROM sqlite_schema") != 0)
      throw InputError(fmt::format("{}: an SQLite file, but no store of ekg", path));
  }
  state_ = std::make_unique<State>(path, access, mode_of(access));
  if (access == Access::read) {
    // A log's index cannot be made where nobody may write. Without a log there is nothing in it.
    try {
      state_->check();
    } catch (const std::runtime_error&) {
      if (std::filesystem::exists(path + "-wal", none)) throw;
      state_ = std::make_unique<State>(path, access, Database::Mode::settled);
    }
  }
  Database& database = state_->database;
  database.execute("PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY");
  switch (access) {
    case Access::read:
      state_->check();
      break;
    case Access::write:
      state_->open_to_write();
      break;
    case Access::scratch:
      database.execute("PRAGMA temp_store = FILE");  // indexes of many millions of rows are sorted
      [[fallthrough]];
    case Access::memory:
      database.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
      state_->create();
  }
}

Store::~Store() {
  if (!state_) return;
  Database& database = state_->database;
  if (state_->batch) database.try_execute("ROLLBACK");
  // Whoever adds to it while others read needs the log from the start.
  if (state_->access == Access::scratch) database.try_execute("PRAGMA journal_mode = WAL");
}

bool Store::is_store(std::string_view head) {
  if (!head.starts_with(magic) || head.size() < application_id_at + 4) return false;
  std::int64_t id = 0;
  for (std::size_t i = 0; i < 4; ++i) id = id << 8 | static_cast<unsigned char>(head[application_id_at + i]);
  return id == store_application_id;
}

void Store::begin() {
  assert(!state_->batch);
  state_->database.execute("BEGIN IMMEDIATE");
  state_->batch = true;
  state_->touched = false;
  state_->changes = 0;
}

void Store::commit() {
  assert(state_->batch);
  if (state_->touched) {
    const std::string chain = fmt::format("{} {}", state_->fact("revision"), state_->changes);
    state_->set_fact("revision", static_cast<std::int64_t>(content_hash(chain) >> 1 | 1));
  }
  state_->database.execute("COMMIT");
  state_->batch = false;
}

bool Store::in_batch() const { return state_->batch; }

bool Store::knows(const Document& document) {
  Statement& find = state_->prepared(
      state_->knows, "SELECT 1 FROM source_documents WHERE id = ? AND sha256 = ? AND was_text = 1");
  const bool known = find.bind(1, document.id).bind(2, document.sha256).step();
  find.reset();
  return known;
}

bool Store::add(const Document& document, DocumentOrigin origin) {
  assert(!document.id.empty());
  const auto was_text = static_cast<std::int64_t>(origin == DocumentOrigin::text);
  encode_row(document, state_->bytes);
  const std::int64_t hash = hash_of(state_->bytes);
  Statement& insert =
      state_->prepared(state_->add_document,
                       "INSERT OR IGNORE INTO source_documents(id, sha256, was_text, hash, bytes) "
                       "VALUES(?, ?, ?, ?, ?)");
  insert.bind(1, document.id)
      .bind(2, document.sha256)
      .bind(3, was_text)
      .bind(4, hash)
      .bytes(5, state_->bytes)
      .run();
  bool is_new = state_->database.changes() != 0;
  if (!is_new && was_text != 0) {
    Statement& update = state_->prepared(
        state_->mark_text,
        "UPDATE source_documents SET was_text = 1 WHERE id = ? AND hash = ? AND was_text = 0");
    update.bind(1, document.id).bind(2, hash).run();
    is_new = state_->database.changes() != 0;
  }
  if (is_new) state_->touch(hash + was_text);
  return is_new;
}

bool Store::add(const Entity& entity) {
  assert(!entity.id.empty());
  encode_row(entity, state_->bytes);
  Statement& insert = state_->prepared(
      state_->add_entity, "INSERT OR IGNORE INTO source_entities(id, hash, bytes) VALUES(?, ?, ?)");
  const std::int64_t hash = hash_of(state_->bytes);
  insert.bind(1, entity.id).bind(2, hash).bytes(3, state_->bytes).run();
  const bool is_new = state_->database.changes() != 0;
  if (is_new) state_->touch(hash);
  return is_new;
}

Store::RecordRow Store::row_of(const EventRecord& record) {
  if (record.id.empty()) {
    EventRecord named = record;
    named.id = derived_event_id(record);
    return row_of(named);
  }
  RecordRow row;
  encode_row(record, row.bytes);
  for (const std::string_view document : documents_of(record)) row.documents.emplace_back(document);
  return row;
}

bool Store::add(const EventRecord& record) { return add(row_of(record)); }

bool Store::add(const RecordRow& row) {
  std::int64_t hash = hash_of(row.bytes);
  Statement& insert = state_->prepared(
      state_->add_record, "INSERT OR IGNORE INTO source_records(hash, document, bytes) VALUES(?, ?, ?)");
  while (true) {
    insert.bind(1, hash).maybe(2, row.documents.empty() ? std::string_view() : row.documents.front());
    insert.bytes(3, row.bytes).run();
    if (state_->database.changes() != 0) break;
    Statement& find =
        state_->prepared(state_->find_record, "SELECT bytes = ? FROM source_records WHERE hash = ?");
    const bool same = find.bytes(1, row.bytes).bind(2, hash).step() && find.integer(0) != 0;
    find.reset();
    if (same) return false;
    // Two contents with one hash: the next number is as good.
    hash = static_cast<std::int64_t>(static_cast<std::uint64_t>(hash) + 1);
  }
  state_->touch(hash);
  if (row.documents.size() > 1)
    state_->add_elsewhere(state_->database.last_row(), {row.documents.begin(), row.documents.end()});
  return true;
}

void Store::State::add_elsewhere(std::int64_t row, const std::vector<std::string_view>& documents) {
  Statement& insert = prepared(elsewhere, "INSERT OR IGNORE INTO source_records_elsewhere VALUES(?, ?)");
  for (std::size_t i = 1; i < documents.size(); ++i) insert.bind(1, documents[i]).bind(2, row).run();
}

bool Store::add(const Problem& problem) {
  Statement insert(state_->database, "INSERT OR IGNORE INTO problems VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
  insert.bind(1, hash_of(format_problem(problem) + problem.excerpt)).bind(2, problem.code);
  insert.bind(3, to_string(problem.severity)).maybe(4, problem.file);
  const auto place = [](std::uint64_t n) {
    return n == 0 ? std::nullopt : std::optional(static_cast<std::int64_t>(n));
  };
  insert.maybe(5, place(problem.line)).maybe(6, place(problem.column));
  insert.bind(7, problem.message).maybe(8, problem.excerpt).run();
  return state_->database.changes() != 0;
}

bool Store::add(const Identities& identities) {
  Identities all = this->identities();
  add_identities(all, identities);
  std::vector<IdentityDecision> decisions;  // of two about one pair, "different" comes first and stays
  for (const IdentityDecision& decision : all.decisions)
    if (decisions.empty() ||
        std::tie(decisions.back().a, decisions.back().b) != std::tie(decision.a, decision.b))
      decisions.push_back(decision);
  all.decisions = std::move(decisions);
  return replace(all);
}

bool Store::replace(const Identities& identities) {
  bool changed = false;
  const auto note_change = [&](std::string_view what) {
    if (state_->database.changes() == 0) return;
    changed = true;
    state_->touch(hash_of(what));
  };
  Statement entry(
      state_->database,
      "INSERT INTO authority VALUES(?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET name = "
      "excluded.name, aliases = excluded.aliases, kind = excluded.kind, country = excluded.country, "
      "wikidata = excluded.wikidata, bytes = excluded.bytes WHERE bytes <> excluded.bytes");
  for (const Entity& entity : identities.authority) {
    std::string aliases;
    for (const std::string& alias : entity.aliases) aliases += (aliases.empty() ? "" : " | ") + alias;
    encode_row(entity, state_->bytes);
    entry.bind(1, entity.id).bind(2, entity.name).maybe(3, aliases).bind(4, to_string(entity.kind));
    entry.maybe(5, entity.country).maybe(6, entity.wikidata).bytes(7, state_->bytes).run();
    note_change(state_->bytes);
  }
  Statement decide(
      state_->database,
      "INSERT INTO decisions VALUES(?, ?, ?) ON CONFLICT(a, b) DO UPDATE SET same = excluded.same "
      "WHERE same <> excluded.same");
  for (const IdentityDecision& decision : identities.decisions) {
    decide.bind(1, decision.a).bind(2, decision.b).bind(3, static_cast<std::int64_t>(decision.same)).run();
    note_change(fmt::format("{}\n{}\n{}", decision.a, decision.b, decision.same));
  }
  return changed;
}

Identities Store::identities() const {
  Identities all;
  Statement entries(state_->database, "SELECT bytes FROM authority ORDER BY id");
  while (entries.step()) decode_row(entries.bytes(0), all.authority.emplace_back());
  Statement decisions(state_->database, "SELECT a, b, same FROM decisions ORDER BY a, b");
  while (decisions.step())
    all.decisions.push_back(
        {std::string(decisions.text(0)), std::string(decisions.text(1)), decisions.integer(2) != 0});
  return all;
}

bool Store::remove_document(std::string_view id) {
  assert(state_->batch);
  Statement remove(state_->database, "DELETE FROM source_documents WHERE id = ?");
  remove.bind(1, id).run();
  const bool had_rows = state_->database.changes() != 0;
  const bool had_records = state_->remove_from_records(id);
  if (!had_rows && !had_records) return false;
  state_->touch(hash_of(id));
  state_->lower_marks();
  remove_resolved_document(state_->database, id);
  return true;
}

bool Store::State::remove_from_records(std::string_view id) {
  std::vector<std::int64_t> rows;
  Statement find(database,
                 "SELECT row FROM source_records WHERE document = ?1 "
                 "UNION SELECT record FROM source_records_elsewhere WHERE document = ?1");
  find.bind(1, id);
  while (find.step()) rows.push_back(find.integer(0));
  find.reset();
  for (const std::int64_t row : rows) remove_from_record(row, id);
  return !rows.empty();
}

void Store::State::remove_from_record(std::int64_t row, std::string_view id) {
  EventRecord record;
  {
    Statement get(database, "SELECT bytes FROM source_records WHERE row = ?");
    if (!get.bind(1, row).step()) return;
    decode_row(get.bytes(0), record);
  }
  Statement(database, "DELETE FROM source_records_elsewhere WHERE record = ?").bind(1, row).run();
  std::erase_if(record.mentions, [&](const EventMention& mention) { return mention.doc == id; });
  if (documents_of(record).empty()) {
    Statement(database, "DELETE FROM source_records WHERE row = ?").bind(1, row).run();
    return;
  }
  encode_row(record, bytes);
  const auto documents = documents_of(record);
  Statement update(database,
                   "UPDATE OR IGNORE source_records SET hash = ?, document = ?, bytes = ? WHERE row = ?");
  update.bind(1, hash_of(bytes)).bind(2, documents.front()).bytes(3, bytes).bind(4, row).run();
  if (database.changes() == 0)  // without the document it says what another record says
    return Statement(database, "DELETE FROM source_records WHERE row = ?").bind(1, row).run();
  add_elsewhere(row, documents);
}

std::uint64_t Store::document_count() const {
  return static_cast<std::uint64_t>(state_->database.integer("SELECT count(*) FROM source_documents"));
}
std::uint64_t Store::record_count() const {
  return static_cast<std::uint64_t>(state_->database.integer("SELECT count(*) FROM source_records"));
}
std::uint64_t Store::unresolved_count() const {
  Statement count(state_->database, "SELECT count(*) FROM source_records WHERE row > ?");
  return count.bind(1, state_->fact("resolved_record")).step() ? static_cast<std::uint64_t>(count.integer(0))
                                                               : 0;
}

void Store::read_sources(const SourceConsumer& consumer, Part part) const {
  const auto after = [&](std::string_view fact) { return part == Part::all ? 0 : state_->fact(fact); };
  // One snapshot, whatever another program commits meanwhile.
  const bool own_batch = !state_->batch && state_->access == Access::read;
  if (own_batch) state_->database.execute("BEGIN");
  if (consumer.document) {
    Statement rows(state_->database,
                   "SELECT was_text, bytes FROM source_documents WHERE row > ? ORDER BY row");
    rows.bind(1, after("resolved_document"));
    while (rows.step()) {
      Document document;
      decode_row(rows.bytes(1), document);
      consumer.document(std::move(document),
                        rows.integer(0) != 0 ? DocumentOrigin::text : DocumentOrigin::row);
    }
  }
  if (consumer.entity) {
    Statement rows(state_->database, "SELECT bytes FROM source_entities WHERE row > ? ORDER BY row");
    rows.bind(1, after("resolved_entity"));
    while (rows.step()) {
      Entity entity;
      decode_row(rows.bytes(0), entity);
      consumer.entity(std::move(entity));
    }
  }
  if (consumer.record) {
    Statement rows(state_->database, "SELECT bytes FROM source_records WHERE row > ? ORDER BY row");
    rows.bind(1, after("resolved_record"));
    while (rows.step()) {
      EventRecord record;
      decode_row(rows.bytes(0), record);
      consumer.record(std::move(record));
    }
  }
  if (own_batch) state_->database.execute("COMMIT");
}

std::uint64_t Store::revision() const { return static_cast<std::uint64_t>(state_->fact("revision")); }

bool Store::is_resolved() const { return state_->fact("resolved") != 0; }

void Store::put_graph(const EventGraph& graph) {
  EventGraphRows rows(graph);
  put_graph(rows);
}

void Store::put_graph(GraphRows& graph) {
  put_rows(graph);
  index_rows();
}

void Store::put_rows(GraphRows& graph, EventGraphBuilder* events) {
  assert(state_->batch);
  put_resolved_rows(state_->database, graph, events);
}

void Store::index_rows() {
  assert(state_->batch);
  index_resolved_rows(state_->database);
  state_->mark();
  state_->set_fact("resolved", 1);
}

void Store::add_graph(GraphRows& graph) {
  assert(state_->batch);
  add_resolved_rows(state_->database, graph);
  state_->mark();
  state_->set_fact("resolved", 0);
}

EventGraph Store::read_graph(ProblemSink& problems) const {
  assert(is_resolved());
  return read_resolved_rows(state_->database, problems);
}

std::string Store::serialized() const { return state_->database.serialized(); }

}  // namespace ekg
