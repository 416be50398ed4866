// Temporal knowledge graphs as quadruples: subject, relation, object, date; relations are names of CAMEO
// codes (docs/formats/quadruples.md).
#include <algorithm>
#include <array>

#include "ingest/coded/coded_rows.hpp"
#include "ingest/coded/codes.hpp"
#include "ingest/coded/row_lane.hpp"

namespace ekg {
namespace {

enum Column : std::size_t { subject, relation, object, date };
constexpr std::array<std::string_view, 4> names = {"subject", "relation", "object", "date"};
constexpr std::array<std::size_t, 1> widths = {names.size()};

bool is_row(std::span<const std::string_view> field) {
  return field.size() == names.size() && !Codes::get().cameo_named(field[relation]).empty() &&
         parse_time(field[date]).has_value();
}
bool sniff(std::string_view head) { return has_row(head, is_row); }

// "Citizen_(India)" and "Citizen (India)" are one.
Party party_named(std::string_view written) {
  std::string name(written);
  if (name.find(' ') == std::string::npos) std::ranges::replace(name, '_', ' ');
  const Codes& codes = Codes::get();
  Party party = codes.actor_called(name);
  if (const std::string state = codes.country(party.name); !state.empty())
    party.country = state, party.kind = EntityKind::country;
  else if (codes.is_person(party.name))
    party.kind = EntityKind::person;
  return party;
}

void read_row(const CodedRow& row, std::uint64_t line, const ReadOptions& options, RecordSink& sink) {
  EventRecord record;
  const std::string_view told = row.needed_text(relation);
  const std::string_view code = Codes::get().cameo_named(told);
  if (code.empty()) row.fail(relation, "\"" + std::string(told) + "\" is no name of a CAMEO code");
  set_cameo(record, code, names[relation]);
  record.actors.push_back(party_named(row.needed_text(subject)));
  record.recipients.push_back(party_named(row.needed_text(object)));
  row.needed_text(date);
  record.time = row.time(date);
  finish_record(std::move(record), options, line, sink);
}

void read(std::istream& in, const ReadOptions& options, RecordSink& sink) {
  const RowTable table{ColumnFormat::tab, names, 0, RowTable::Header::no, {widths.begin(), widths.end()}};
  read_coded_rows(in, table, options, sink,
                  [&](const CodedRow& row, std::uint64_t line) { read_row(row, line, options, sink); });
}

class Lane final : public ContentLane {
 public:
  Lane() : ContentLane(std::array{EventRecord()}) {}

  bool read(std::span<const std::string_view> cells, std::uint64_t at_byte, EventRow& out) override {
    const CodedRow row({}, cells);
    std::uint32_t kind = 0;
    if (!read_day(row.text(date), out.day) || !kind_of(row.text(relation), kind) ||
        !party_told(row.text(subject), out.actor) || !party_told(row.text(object), out.recipient))
      return false;
    out.place = EventRow::none;
    out.set(at_byte, false, kind);
    rest(0, {}, out);  // nothing but the parties, the kind and the day
    return true;
  }

 private:
  Party party_of(std::string_view written) const override { return party_named(written); }
  bool kind_of(std::string_view told, std::uint32_t& number) {
    return kind(told, number, [&]() -> std::optional<EventRecord> {
      const std::string_view code = Codes::get().cameo_named(told);
      if (code.empty()) return std::nullopt;
      EventRecord record;
      set_cameo(record, code, names[relation]);
      return record;
    });
  }
  bool party_told(std::string_view written, std::uint32_t& number) {
    return party(written, number, [&] { return !written.empty(); });
  }
};

constexpr RowLanes lanes = {
    widths, []() -> std::unique_ptr<RowLane> { return std::make_unique<Lane>(); },
    [](std::span<const std::string_view> cells, std::uint64_t line, const ReadOptions& options,
       RecordSink& sink) { read_row(CodedRow(names, cells), line, options, sink); },
    [](std::span<const std::string_view>) { return RowStore::Source(); }};

}  // namespace

extern const Reader quadruples_reader = {
    "quadruples", "temporal knowledge graphs: subject, relation, object, date", {}, sniff, read, true,
    &lanes};

}  // namespace ekg
