// What PETRARCH writes and Phoenix publishes: date, source, target, code, issues (or not), ids, address,
// source; tab-separated without a header (docs/formats/petrarch.md).
#include <algorithm>
#include <array>

#include "ingest/coded/coded_rows.hpp"
#include "ingest/coded/codes.hpp"

namespace ekg {
namespace {

enum Column : std::size_t { date, source, target, code, issues };
constexpr std::array<std::string_view, 8> names = {"date",   "source", "target", "code",
                                                   "issues", "ids",    "url",    "outlet"};
constexpr std::array<std::string_view, 7> names_without_issues = {"date", "source", "target", "code",
                                                                  "ids",  "url",    "outlet"};

bool is_code(std::string_view text) {
  return text.size() >= 3 && std::ranges::all_of(text, [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '~';
         });
}

bool is_day(std::string_view text) {
  const auto time = parse_time(text);
  return text.size() == 8 && time && time->precision == Precision::day;
}

bool sniff(std::string_view head) {
  const HeadLine line = first_row(head);
  const auto& field = line.fields;
  return (field.size() == names.size() || field.size() == names_without_issues.size()) &&
         line.format == ColumnFormat::tab && is_day(field[date]) && is_code(field[source]) &&
         is_code(field[target]) && Codes::get().cameo(field[code]) != nullptr;
}

// "---" is nobody known.
void add_party(const CodedRow& row, Column column, std::vector<Party>& to) {
  const std::string_view written = row.needed_text(column);
  if (!is_code(written)) row.fail(column, "is no actor code");
  if (written.find_first_not_of('-') == std::string_view::npos) return;
  const Codes::Actor actor = Codes::get().actor(written);
  Party party;
  party.name = actor.only_country ? Codes::get().state_name(actor.country) : written;
  party.mention = written;
  party.country = actor.country;
  if (actor.only_country) party.kind = EntityKind::country;
  if (actor.sector) party.sector = actor.sector->sector, party.kind = actor.sector->kind;
  to.push_back(std::move(party));
}

void read(std::istream& in, const ReadOptions& options, RecordSink& sink) {
  RowTable table{
      ColumnFormat::tab, names, 0, RowTable::Header::no, {names_without_issues.size(), names.size()}};
  table.names_of = [](std::size_t width) {
    return width == names.size() ? std::span<const std::string_view>(names)
                                 : std::span<const std::string_view>(names_without_issues);
  };
  read_coded_rows(in, table, options, sink, [&](const CodedRow& row, std::uint64_t line) {
    const std::size_t ids = row.width() - 3, url = row.width() - 2, outlet = row.width() - 1;
    EventRecord record;
    if (!is_day(row.needed_text(date))) row.fail(date, "is no day");
    record.time = row.time(date);
    set_cameo(record, row.needed_text(code), names[code]);
    add_party(row, source, record.actors);
    add_party(row, target, record.recipients);
    if (row.width() == names.size()) add_field(record, "petrarch.issues", row.text(issues));
    add_field(record, "petrarch.ids", row.text(ids));
    const std::string_view document = row.text(url).empty() ? row.text(ids) : row.text(url);
    if (!document.empty()) {
      Document told;
      told.id = document;
      if (document.find("://") != std::string_view::npos) told.url = document;
      told.outlet = row.text(outlet);
      record.mentions.push_back({.doc = told.id});
      sink.add_source(std::move(told));
    }
    finish_record(std::move(record), options, line, sink);
  });
}

}  // namespace

extern const Reader petrarch_reader = {
    "petrarch", "events of PETRARCH and Phoenix (.txt, tabs)", {}, sniff, read, true};

}  // namespace ekg
