// SQLite as values that throw: a connection and its prepared statements. Internal to graph/store; sqlite3.h
// stays in .cpp files.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace ekg {

// A file that is broken, or no database, throws InputError; all else that SQLite refuses (disk full, read
// only, another writer) throws OutputError. Both name the file.
class Database {
 public:
  // `settled`: read a file that nobody changes, from a place where nobody may write.
  enum class Mode : std::uint8_t { read, settled, write, memory };
  Database(std::string path, Mode mode);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void execute(const std::string& sql);
  std::int64_t integer(const std::string& sql);  // the first column of the first row; 0 without one
  std::string text(const std::string& sql);
  bool try_execute(const std::string& sql);  // false when SQLite refuses
  std::int64_t last_row() const;
  std::int64_t changes() const;  // rows that the last statement changed
  std::string serialized();      // the bytes of the file as it would be, in WAL mode
  [[noreturn]] void fail(int code) const;
  const std::string& path() const { return path_; }
  sqlite3* handle() const { return handle_; }

 private:
  std::string path_;
  sqlite3* handle_ = nullptr;
};

class Statement {
 public:
  Statement(Database& database, std::string_view sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // Parameters from 1. Text and bytes must live until the step. An empty text that `maybe` binds is NULL.
  Statement& bind(int at, std::int64_t value);
  Statement& bind(int at, double value);
  Statement& bind(int at, std::string_view text);
  Statement& bytes(int at, std::string_view bytes);
  Statement& null(int at);
  Statement& maybe(int at, std::string_view text);
  template <class Value>
  Statement& maybe(int at, const std::optional<Value>& value) {
    if (!value) return null(at);
    if constexpr (std::is_floating_point_v<Value>)
      return bind(at, static_cast<double>(*value));
    else
      return bind(at, static_cast<std::int64_t>(*value));
  }

  bool step();  // true: there is a row
  void run();   // to the end, and made ready for the next time
  void reset();
  // Columns from 0, good until the next step.
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string_view text(int column) const;
  std::string_view bytes(int column) const;

 private:
  Database& database_;
  sqlite3_stmt* statement_ = nullptr;
};

}  // namespace ekg
