// What PETRARCH writes: date, source, target, code, issues (or not), ids, address, source; tab-separated
// without a header (docs/formats/petrarch.md).
#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "ingest/coded/coded_rows.hpp"
#include "ingest/coded/codes.hpp"
#include "ingest/coded/row_lane.hpp"

namespace ekg {
namespace {

enum Column : std::size_t { date, source, target, code, issues };
constexpr std::array<std::string_view, 8> names = {"date",   "source", "target", "code",
                                                   "issues", "ids",    "url",    "outlet"};
constexpr std::array<std::string_view, 7> names_without_issues = {"date", "source", "target", "code",
                                                                  "ids",  "url",    "outlet"};

constexpr std::array<std::size_t, 2> widths = {names_without_issues.size(), names.size()};

constexpr std::string_view ids_field = "petrarch.ids", issues_field = "petrarch.issues";

bool is_code(std::string_view text) {
  return text.size() >= 3 && std::ranges::all_of(text, [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '~';
         });
}

bool is_day(std::string_view text) {
  const auto time = parse_time(text);
  return text.size() == 8 && time && time->precision == Precision::day;
}

bool is_row(std::span<const std::string_view> field) {
  return (field.size() == names.size() || field.size() == names_without_issues.size()) &&
         is_day(field[date]) && is_code(field[source]) && is_code(field[target]) &&
         Codes::get().cameo(field[code]) != nullptr;
}
bool sniff(std::string_view head) { return has_row(head, is_row); }

bool is_nobody(std::string_view code) { return code.find_first_not_of('-') == std::string_view::npos; }

Party party_of_code(std::string_view written) {
  const Codes::Actor actor = Codes::get().actor(written);
  Party party;
  party.name = actor.only_country ? Codes::get().state_name(actor.country) : written;
  party.mention = written;
  party.country = actor.country;
  if (actor.only_country) party.kind = EntityKind::country;
  if (actor.sector) party.sector = actor.sector->sector, party.kind = actor.sector->kind;
  return party;
}

// "---" is nobody known.
void add_party(const CodedRow& row, Column column, std::vector<Party>& to) {
  const std::string_view written = row.needed_text(column);
  if (!is_code(written)) row.fail(column, "is no actor code");
  if (!is_nobody(written)) to.push_back(party_of_code(written));
}

// Counted from the end, for the issues may be missing.
std::string_view ids_of(const CodedRow& row) { return row.text(row.width() - 3); }
std::string_view document_of(const CodedRow& row) {
  const std::string_view url = row.text(row.width() - 2);
  return url.empty() ? ids_of(row) : url;
}
bool is_address(std::string_view document) { return document.find("://") != std::string_view::npos; }

RowStore::Source told_by(std::string_view document, std::string_view outlet) {
  return {document, is_address(document) ? document : std::string_view(), outlet};
}
RowStore::Source source_of(const CodedRow& row) {
  return told_by(document_of(row), row.text(row.width() - 1));
}

bool begins_address(std::string_view text) {
  const std::size_t scheme = text.find("://");
  return scheme != std::string_view::npos && scheme != 0 &&
         std::ranges::all_of(text.substr(0, scheme), [](char c) { return c >= 'a' && c <= 'z'; });
}

// What stands between semicolons; of addresses, which may have one inside, what stands before the next one.
std::vector<std::string_view> listed(std::string_view cell) {
  std::vector<std::string_view> out;
  const bool addresses = is_address(cell);
  std::size_t first = 0;
  for (std::size_t at = cell.find(';'); at != std::string_view::npos; at = cell.find(';', at + 1)) {
    if (addresses && !begins_address(cell.substr(at + 1))) continue;
    out.push_back(cell.substr(first, at - first));
    first = at + 1;
  }
  out.push_back(cell.substr(first));
  std::erase(out, std::string_view());
  return out;
}

// Of an event that several documents tell, each cell has a list. Where there are not as many outlets as
// documents, nobody knows which is whose.
std::vector<RowStore::Source> sources_of(const CodedRow& row) {
  const std::string_view outlet = row.text(row.width() - 1);
  const std::vector<std::string_view> documents = listed(document_of(row));
  if (documents.size() == 1) return {told_by(documents.front(), outlet)};
  const std::vector<std::string_view> outlets = listed(outlet);
  std::vector<RowStore::Source> out;
  for (std::size_t i = 0; i < documents.size(); ++i)
    out.push_back(told_by(documents[i], outlets.size() == documents.size() ? outlets[i]
                                        : outlets.size() == 1              ? outlet
                                                                           : std::string_view()));
  return out;
}

std::span<const std::string_view> names_of(std::size_t width) {
  return width == names.size() ? std::span<const std::string_view>(names)
                               : std::span<const std::string_view>(names_without_issues);
}

void read_row(const CodedRow& row, std::uint64_t line, const ReadOptions& options, RecordSink& sink) {
  EventRecord record;
  if (!is_day(row.needed_text(date))) row.fail(date, "is no day");
  record.time = row.time(date);
  set_cameo(record, row.needed_text(code), names[code]);
  add_party(row, source, record.actors);
  add_party(row, target, record.recipients);
  if (row.width() == names.size()) add_field(record, issues_field, row.text(issues));
  add_field(record, ids_field, ids_of(row));
  const std::vector<RowStore::Source> sources = sources_of(row);
  if (const std::string_view outlets = row.text(row.width() - 1);
      sources.size() > 1 && !outlets.empty() && sources.front().outlet.empty())
    add_field(record, "petrarch.outlets", outlets);
  for (const RowStore::Source& told : sources) {
    Document document;
    document.id = told.id, document.url = told.url, document.outlet = told.outlet;
    record.mentions.push_back({.doc = document.id});
    sink.add_source(std::move(document));
  }
  finish_record(std::move(record), options, line, sink);
}

void read(std::istream& in, const ReadOptions& options, RecordSink& sink) {
  RowTable table{ColumnFormat::tab, names, 0, RowTable::Header::no, {widths.begin(), widths.end()}};
  table.names_of = names_of;
  read_coded_rows(in, table, options, sink,
                  [&](const CodedRow& row, std::uint64_t line) { read_row(row, line, options, sink); });
}

class Lane final : public ContentLane {
 public:
  Lane() : ContentLane(tails()) {}

  bool read(std::span<const std::string_view> cells, std::uint64_t at_byte, EventRow& out) override {
    const CodedRow row({}, cells);
    if (row.text(date).size() != 8 || !read_day(row.text(date), out.day)) return false;
    std::uint32_t kind = 0;
    if (!kind_of(row.text(code), kind) || !party_coded(row.text(source), out.actor) ||
        !party_coded(row.text(target), out.recipient))
      return false;
    out.place = EventRow::none;
    const RowTail::Values own = {document_of(row), ids_of(row),
                                 cells.size() == names.size() ? row.text(issues) : std::string_view()};
    if (own[0].find(';') != std::string_view::npos && listed(own[0]) != std::vector{own[0]}) return false;
    out.set(at_byte, !own[0].empty(), kind);
    rest((own[0].empty() ? 0 : 1) + (own[1].empty() ? 0 : 2) + (own[2].empty() ? 0 : 4), own, out);
    return true;
  }

 private:
  Party party_of(std::string_view written) const override { return party_of_code(written); }
  bool kind_of(std::string_view cameo, std::uint32_t& number) {
    return kind(cameo, number, [&]() -> std::optional<EventRecord> {
      if (Codes::get().cameo(cameo) == nullptr) return std::nullopt;
      EventRecord record;
      set_cameo(record, cameo, names[code]);
      return record;
    });
  }
  bool party_coded(std::string_view written, std::uint32_t& number) {
    if (written.starts_with('-') && is_nobody(written)) {
      number = EventRow::none;
      return is_code(written);
    }
    return party(written, number, [&] { return is_code(written); });
  }
  // With a document (1), ids (2), issues (4).
  static std::vector<EventRecord> tails() {
    std::vector<EventRecord> out;
    for (int known = 0; known < 8; ++known) {
      EventRecord& record = out.emplace_back();
      if ((known & 1) != 0) record.mentions.push_back({.doc = "\1"});
      if ((known & 2) != 0) add_field(record, ids_field, "\2");
      if ((known & 4) != 0) add_field(record, issues_field, "\3");
      std::ranges::sort(record.fields);
    }
    return out;
  }
};

constexpr RowLanes lanes = {
    widths, []() -> std::unique_ptr<RowLane> { return std::make_unique<Lane>(); },
    [](std::span<const std::string_view> cells, std::uint64_t line, const ReadOptions& options,
       RecordSink& sink) { read_row(CodedRow(names_of(cells.size()), cells), line, options, sink); },
    [](std::span<const std::string_view> cells) { return source_of(CodedRow({}, cells)); }};

}  // namespace

extern const Reader petrarch_reader = {"petrarch", "events of PETRARCH (.txt, tabs)", {}, sniff, read, true,
                                       &lanes};

}  // namespace ekg
