#include "graph/store/sqlite.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include "graph/problem.hpp"

namespace ekg {
namespace {

constexpr int patience_ms = 30000;  // for another writer to finish its batch

std::string advice(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return "; is the disk full?";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "; another program is writing to it: try again when it is done";
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return "; may you write there?";
    case SQLITE_CANTOPEN:
      return "; does it exist, does its folder, and may you read and write there?";
    default:
      return "";
  }
}

std::string uri(const std::string& path, bool immutable) {
  std::string out = "file:";
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#')
      out += fmt::format("%{:02x}", static_cast<unsigned>(c));
    else
      out += c;
  }
  return immutable ? out + "?immutable=1" : out;
}

// What the file's header says of how it is written: bytes 18 and 19 are 2 for a write-ahead log.
constexpr std::size_t write_version_at = 18;
constexpr char with_log = 2;

}  // namespace

Database::Database(std::string path, Mode mode) : path_(std::move(path)) {
  // Counting what all connections of a process allocate costs a lock for every allocation. Too late, and of
  // no consequence, when somebody else in the process was first.
  [[maybe_unused]] static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  // Only who may write can take the log's index away when the last reader leaves, so a reader opens to write
  // where it may, and then does not.
  const int flags = mode == Mode::settled ? SQLITE_OPEN_READONLY
                    : mode == Mode::read  ? SQLITE_OPEN_READWRITE
                                          : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const std::string name = mode == Mode::memory ? ":memory:" : uri(path_, mode == Mode::settled);
  const int code =
      sqlite3_open_v2(name.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, nullptr);
  if (code != SQLITE_OK) {
    const std::string why = fmt::format("{}: {}{}", path_, sqlite3_errstr(code), advice(code));
    sqlite3_close(handle_);
    throw InputError(why);
  }
  sqlite3_extended_result_codes(handle_, 1);
  sqlite3_busy_timeout(handle_, patience_ms);
  if (mode == Mode::read) sqlite3_exec(handle_, "PRAGMA query_only = 1", nullptr, nullptr, nullptr);
}

Database::~Database() { sqlite3_close_v2(handle_); }

void Database::fail(int code) const {
  const std::string why = fmt::format(
      "{}: {}{}", path_, handle_ != nullptr ? sqlite3_errmsg(handle_) : sqlite3_errstr(code), advice(code));
  const int primary = code & 0xff;
  if (primary == SQLITE_NOTADB || primary == SQLITE_CORRUPT || primary == SQLITE_CANTOPEN)
    throw InputError(why);
  throw OutputError(why);
}

void Database::execute(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

bool Database::try_execute(const std::string& sql) {
  return sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
}

std::int64_t Database::integer(const std::string& sql) {
  Statement statement(*this, sql);
  return statement.step() ? statement.integer(0) : 0;
}

std::string Database::text(const std::string& sql) {
  Statement statement(*this, sql);
  return statement.step() ? std::string(statement.text(0)) : std::string();
}

std::int64_t Database::last_row() const { return sqlite3_last_insert_rowid(handle_); }
std::int64_t Database::changes() const { return sqlite3_changes64(handle_); }

std::string Database::serialized() {
  sqlite3_int64 size = 0;
  const std::unique_ptr<unsigned char, void (*)(void*)> bytes(sqlite3_serialize(handle_, "main", &size, 0),
                                                              sqlite3_free);
  if (!bytes) fail(SQLITE_NOMEM);
  std::string out(reinterpret_cast<const char*>(bytes.get()), static_cast<std::size_t>(size));
  out[write_version_at] = out[write_version_at + 1] = with_log;
  return out;
}

Statement::Statement(Database& database, std::string_view sql) : database_(database) {
  const int code = sqlite3_prepare_v3(database.handle(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
  if (code != SQLITE_OK) database.fail(code);
}

Statement::~Statement() { sqlite3_finalize(statement_); }

Statement& Statement::bind(int at, std::int64_t value) {
  sqlite3_bind_int64(statement_, at, value);
  return *this;
}
Statement& Statement::bind(int at, double value) {
  sqlite3_bind_double(statement_, at, value);
  return *this;
}
Statement& Statement::bind(int at, std::string_view text) {
  sqlite3_bind_text64(statement_, at, text.data() != nullptr ? text.data() : "", text.size(), SQLITE_STATIC,
                      SQLITE_UTF8);
  return *this;
}
Statement& Statement::bytes(int at, std::string_view bytes) {
  sqlite3_bind_blob64(statement_, at, bytes.data(), bytes.size(), SQLITE_STATIC);
  return *this;
}
Statement& Statement::null(int at) {
  sqlite3_bind_null(statement_, at);
  return *this;
}
Statement& Statement::maybe(int at, std::string_view text) {
  return text.empty() ? null(at) : bind(at, text);
}

bool Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  sqlite3_reset(statement_);
  database_.fail(code);
}

void Statement::run() {
  while (step()) {
  }
  reset();
}

void Statement::reset() { sqlite3_reset(statement_); }

double Statement::real(int column) const { return sqlite3_column_double(statement_, column); }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_, column); }

std::string_view Statement::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return {data != nullptr ? data : "", static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string_view Statement::bytes(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  return {data != nullptr ? data : "", static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

}  // namespace ekg
