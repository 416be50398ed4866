#include "ingest/authority_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <istream>
#include <set>

#include "ingest/record_json.hpp"
#include "ingest/text/word_table.hpp"
#include "ingest/text_bytes.hpp"

namespace ekg {
namespace {

constexpr std::string_view columns[] = {"id", "name", "aliases", "kind", "country", "wikidata"};
constexpr std::size_t id_column = 0, name_column = 1, alias_column = 2, kind_column = 3, country_column = 4;

// Only what entries need: drops are problems.
class EntrySink final : public RecordSink {
 public:
  explicit EntrySink(ProblemSink& problems) : problems_(problems) {}
  void add(Document) override {}
  void add(EventRecord&&) override {}
  void add_row(Document) override {}
  void add_row(Entity) override {}
  void add_mention(std::string, EventMention) override {}
  void add_source(Document) override {}
  void drop(Problem problem) override { problems_.report(std::move(problem)); }
  void report(Problem problem) override { problems_.report(std::move(problem)); }

 private:
  ProblemSink& problems_;
};

class EntryList {
 public:
  EntryList(const std::string& file, ProblemSink& problems) : file_(file), problems_(problems) {}

  void add(Entity entity, std::uint64_t line) {
    if (entity.id.empty() || entity.name.empty())
      return drop(line, "needs an id and a name", entity.id + entity.name);
    if (!seen_.insert(entity.id).second)
      return drop(line, "an entry above has this id; it is kept and this one is not", entity.id);
    std::ranges::sort(entity.aliases);
    entity.aliases.erase(std::unique(entity.aliases.begin(), entity.aliases.end()), entity.aliases.end());
    entries_.push_back(std::move(entity));
  }
  void drop(std::uint64_t line, std::string message, std::string_view excerpt) {
    problems_.report(
        {"authority-row", Severity::error, file_, line, 0, std::move(message), excerpt_of(excerpt)});
  }
  std::vector<Entity> take() { return std::move(entries_); }

 private:
  const std::string& file_;
  ProblemSink& problems_;
  std::set<std::string> seen_;
  std::vector<Entity> entries_;
};

// One row of CSV; a quoted field may hold line ends. False at the end.
bool read_row(std::istream& in, char separator, std::vector<std::string>& fields, std::uint64_t& line) {
  fields.assign(1, "");
  if (in.peek() == std::istream::traits_type::eof()) return false;
  bool quoted = false;
  for (int c = in.get(); c != std::istream::traits_type::eof(); c = in.get()) {
    const char at = static_cast<char>(c);
    if (at == '\n') ++line;
    if (quoted && at == '"' && in.peek() == '"') {
      fields.back() += static_cast<char>(in.get());
    } else if (at == '"' && (quoted || fields.back().empty())) {
      quoted = !quoted;
    } else if (!quoted && at == separator) {
      fields.emplace_back();
    } else if (!quoted && at == '\n') {
      return true;
    } else if (quoted || at != '\r') {
      fields.back() += at;
    }
  }
  return true;
}

void read_csv(std::istream& in, const std::string& file, EntryList& entries) {
  std::vector<std::string> fields;
  std::uint64_t line = 1;
  std::string head;
  std::getline(in, head);
  ++line;
  if (head.starts_with("\xef\xbb\xbf")) head.erase(0, 3);
  if (head.ends_with('\r')) head.pop_back();
  const char separator = head.find('\t') != std::string::npos  ? '\t'
                         : head.find(';') != std::string::npos ? ';'
                                                               : ',';
  std::vector<std::size_t> meaning;
  for (const std::string_view name : split_fields(head, separator))
    meaning.push_back(
        static_cast<std::size_t>(std::ranges::find(columns, tidy_text(name)) - std::begin(columns)));
  for (const std::size_t needed : {id_column, name_column})
    if (std::ranges::find(meaning, needed) == meaning.end())
      throw InputError(
          fmt::format("{}: no column \"{}\" in the first line; an authority file has the columns {}", file,
                      columns[needed], fmt::join(columns, ", ")));
  for (std::uint64_t begin = line; read_row(in, separator, fields, line); begin = line) {
    if (fields.size() == 1 && tidy_text(fields[0]).empty()) continue;
    if (fields.size() != meaning.size()) {
      entries.drop(begin, fmt::format("{} fields; the first line has {}", fields.size(), meaning.size()),
                   fields[0]);
      continue;
    }
    if (std::ranges::any_of(
            fields, [&](const std::string& field) { return text_problem(field, file).has_value(); })) {
      entries.drop(begin, "is not UTF-8", "");
      continue;
    }
    Entity entity;
    std::string wrong;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      std::string value = tidy_text(fields[i]);
      if (value.empty()) continue;
      if (meaning[i] == id_column) entity.id = value;
      if (meaning[i] == name_column) entity.name = value;
      if (meaning[i] == alias_column)
        for (const std::string_view alias : split_fields(value, '|'))
          if (std::string name = tidy_text(alias); !name.empty()) entity.aliases.push_back(std::move(name));
      if (meaning[i] == kind_column) {
        const auto kind = entity_kind_from(value);
        if (!kind) wrong = "unknown kind: " + value;
        entity.kind = kind.value_or(EntityKind::other);
      }
      if (meaning[i] == country_column) {
        const bool code =
            value.size() == 3 && std::ranges::all_of(value, [](char c) { return c >= 'A' && c <= 'Z'; });
        if (!code) wrong = "a country is three capital letters (ISO 3166-1 alpha-3): " + value;
        entity.country = value;
      }
      if (meaning[i] == std::size(columns) - 1) entity.wikidata = value;
    }
    if (wrong.empty())
      entries.add(std::move(entity), begin);
    else
      entries.drop(begin, wrong, entity.id);
  }
}

}  // namespace

std::vector<Entity> read_authority(std::istream& in, const std::string& file, ProblemSink& problems) {
  EntryList entries(file, problems);
  if (in.peek() == '{') {
    EntrySink sink(problems);
    ReadOptions options;
    options.file = file;
    read_json_lines(in, options, sink, [&](const JsonLine& line, std::vector<std::string>& unknown) {
      entries.add(entity_from_json(line.json, unknown), line.number);
    });
  } else {
    read_csv(in, file, entries);
  }
  return entries.take();
}

}  // namespace ekg
