// Anybody's table of events, by a map of its columns: comma- or tab-separated, or an object a line
// (docs/formats/map.md).
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <istream>
#include <iterator>
#include <sstream>

#include "ingest/coded/codes.hpp"
#include "ingest/coded/column_map.hpp"
#include "ingest/coded/time_format.hpp"
#include "ingest/text/ontology.hpp"

namespace ekg {
namespace {

constexpr std::string_view blanks = " \t\r\n";

bool sniff(std::string_view) { return false; }  // only a map knows

// A row by a map. Columns that are wrong throw FieldError with the column's name.
class MappedRow {
 public:
  MappedRow(const ColumnMap& map, const CodedRow& row) : map_(map), row_(row) {}

  EventRecord record(Document& document) const {
    EventRecord record;
    if (map_.id.given()) record.id = map_.name + ":" + std::string(needed(map_.id));
    set_kind(record);
    if (map_.intensity.given()) record.intensity = number(map_.intensity, intensities);
    if (map_.confidence.given()) record.confidence = number(map_.confidence, confidences);
    if (const std::string_view word = said(map_.status); !word.empty()) {
      const auto status = status_from(word);
      if (!status) fail(map_.status, "\"" + std::string(word) + "\" is no status");
      record.status = *status;
    }
    record.quote = said(map_.quote);
    set_time(record);
    for (const PartyColumns& from : map_.actors) add_parties(from, record.actors);
    for (const PartyColumns& from : map_.recipients) add_parties(from, record.recipients);
    for (const PlaceColumns& from : map_.places) add_place(from, record);
    for (const QuantityColumns& from : map_.quantities) add_quantity(from, record);
    for (const std::size_t column : map_.kept)
      add_field(record, map_.name + "." + map_.columns[column], row_.cell(column));
    set_document(record, document);
    return record;
  }

 private:
  [[noreturn]] void fail(const ColumnValue& from, const std::string& message) const {
    row_.fail(from.column, message);
  }

  std::string_view cell(const ColumnValue& from) const {
    const std::string_view text = row_.cell(from.column);
    return std::ranges::find(map_.none, text) == map_.none.end() ? text : std::string_view();
  }
  std::string_view meaning(const ColumnValue& from, std::string_view text) const {
    if (text.empty() || from.values.empty()) return text;
    const auto known = from.values.find(text);
    if (known == from.values.end())
      fail(from, "\"" + std::string(text) + "\" is not among the values of the map");
    return known->second;
  }
  // Empty: not said.
  std::string_view said(const ColumnValue& from) const {
    if (!from.constant.empty()) return from.constant;
    return from.column == no_column ? std::string_view() : meaning(from, cell(from));
  }
  std::string_view needed(const ColumnValue& from) const {
    const std::string_view text = said(from);
    if (text.empty()) fail(from, "is missing");
    return text;
  }
  std::vector<std::string_view> all_said(const ColumnValue& from) const {
    if (from.separator.empty() || from.column == no_column) return {said(from)};
    std::vector<std::string_view> out;
    for (std::string_view rest = cell(from);;) {
      const std::size_t end = rest.find(from.separator);
      std::string_view one = rest.substr(0, end);
      while (one.starts_with(' ')) one.remove_prefix(1);
      while (one.ends_with(' ')) one.remove_suffix(1);
      out.push_back(meaning(from, one));
      if (end == std::string_view::npos) return out;
      rest.remove_prefix(end + from.separator.size());
    }
  }
  std::optional<double> number(const ColumnValue& from, NumberRange range) const {
    const std::string_view text = said(from);
    const std::array<std::string_view, 1> name = {name_of(from)}, cells = {text};
    return CodedRow(name, cells).number(0, range);
  }
  std::string_view name_of(const ColumnValue& from) const {
    return from.column == no_column ? std::string_view("constant")
                                    : std::string_view(map_.columns[from.column]);
  }
  std::optional<TimeSpan> time(const ColumnValue& from) const {
    const std::string_view text = said(from);
    if (text.empty()) return std::nullopt;
    const auto time = from.format.empty() ? parse_time(text) : time_by_format(from.format, text);
    if (!time) fail(from, "\"" + std::string(text) + "\" is no date");
    return time;
  }
  void set_kind(EventRecord& record) const {
    if (map_.cameo.given()) return set_cameo(record, needed(map_.cameo), name_of(map_.cameo));
    if (map_.plover.given()) {
      const std::string_view root = needed(map_.plover);
      const auto type = Codes::get().plover(root, said(map_.mode));
      if (!type) fail(map_.plover, "\"" + std::string(root) + "\" is no PLOVER root");
      set_type(record, *type);
      record.plover = root;
      return;
    }
    static const Ontology ontology;
    const std::string_view type = needed(map_.type);
    if (ontology.find(type) == nullptr)
      fail(map_.type, "\"" + std::string(type) + "\" is no type of the ontology");
    set_type(record, type);
  }
  void set_time(EventRecord& record) const {
    record.time = time(map_.begin);
    const auto last = map_.end.given() ? time(map_.end) : std::nullopt;
    if (!last) return;
    if (!record.time) fail(map_.end, "stands without a begin");
    if (last->begin < record.time->begin || last->end <= record.time->begin)
      fail(map_.end, "lies before the begin");
    record.time = TimeSpan{record.time->begin, std::max(last->end, record.time->end),
                           std::max(record.time->precision, last->precision)};
  }
  // A constant and a column of one value hold for all names, and so does a cell that says nothing.
  static bool is_for_all(const ColumnValue& from, const std::vector<std::string_view>& list) {
    return list.size() == 1 && (from.separator.empty() || list.front().empty());
  }
  void add_parties(const PartyColumns& from, std::vector<Party>& to) const {
    const std::string_view code = said(from.code);
    std::vector<std::string_view> names = all_said(from.name);
    const auto states = all_said(from.country), sectors = all_said(from.sector), kinds = all_said(from.kind);
    for (const auto& [list, value] :
         {std::pair(&states, &from.country), {&sectors, &from.sector}, {&kinds, &from.kind}})
      if (list->size() != names.size() && !is_for_all(*value, *list))
        fail(*value, "has another number of values than the names beside it");
    const auto of = [](const auto& list, std::size_t i) { return list[list.size() == 1 ? 0 : i]; };
    for (std::size_t i = 0; i < names.size(); ++i) {
      Party party = Codes::get().actor_called(names[i]);
      if (const std::string_view mention = said(from.mention); !mention.empty()) party.mention = mention;
      if (!code.empty()) {
        const Codes::Actor actor = Codes::get().actor(code);
        if (party.name.empty())
          party.name = actor.only_country ? Codes::get().state_name(actor.country) : code;
        if (!actor.country.empty()) party.country = actor.country;
        if (actor.sector)
          party.sector = actor.sector->sector, party.kind = actor.sector->kind;
        else if (actor.only_country && party.kind == EntityKind::other)
          party.kind = EntityKind::country;
      }
      if (party.name.empty()) continue;
      if (const std::string given = Codes::get().state(of(states, i)); !given.empty()) party.country = given;
      if (!of(sectors, i).empty()) party.sector = of(sectors, i);
      if (const std::string_view word = of(kinds, i); !word.empty()) {
        const auto kind = entity_kind_from(word);
        if (!kind) fail(from.kind, "\"" + std::string(word) + "\" is no kind");
        party.kind = *kind;
      } else if (code.empty() && Codes::get().country(party.name) != "" &&
                 (party.country.empty() || party.country == Codes::get().country(party.name))) {
        party.country = Codes::get().country(party.name);
        party.kind = EntityKind::country;
      }
      to.push_back(std::move(party));
    }
  }
  void add_place(const PlaceColumns& from, EventRecord& record) const {
    PlaceName place;
    place.name = said(from.name);
    place.latitude = number(from.latitude, latitudes);
    place.longitude = number(from.longitude, longitudes);
    // A constant has no column to be named.
    const ColumnValue& half = from.latitude.column == no_column ? from.longitude : from.latitude;
    if (!tells_place(row_, place, from.name.column, half.column)) return;
    place.country = Codes::get().state(said(from.country));
    if (!said(from.geonames).empty()) place.geonames = row_.whole(from.geonames.column);
    record.places.push_back(std::move(place));
  }
  void add_quantity(const QuantityColumns& from, EventRecord& record) const {
    const auto value = number(from.value, finite_numbers);
    const auto most = number(from.max, finite_numbers);
    if (!value) {
      if (most) fail(from.max, "stands without a least value");
      return;
    }
    if (from.comparator == Comparator::between && (!most || *most < *value))
      fail(from.max, most ? "is below the least value" : "is missing where a least value is given");
    const std::string_view of = needed(from.of);
    std::string text(said(from.value));
    if (most) text += " to " + std::string(said(from.max));
    record.quantities.push_back({.value = *value,
                                 .max = most,
                                 .comparator = from.comparator,
                                 .of = std::string(of),
                                 .text = std::move(text)});
  }
  void set_document(EventRecord& record, Document& document) const {
    const DocumentColumns& from = map_.document;
    document.url = said(from.url);
    document.id = said(from.id);
    document.title = said(from.title);
    document.outlet = said(from.outlet);
    document.language = said(from.language);
    if (from.published.given()) document.published = time(from.published);
    const std::string_view words = said(from.text);
    const bool told = !document.url.empty() || !document.id.empty() || !document.title.empty() ||
                      !document.outlet.empty() || document.published || !words.empty();
    if (!told) return;
    if (document.id.empty()) document.id = document.url;
    if (document.id.empty()) document.id = record.id;
    if (document.id.empty())
      fail(from.id.given() ? from.id : from.url, "is missing: the document has no name");
    record.mentions.push_back({.doc = document.id, .text = std::string(words)});
  }

  const ColumnMap& map_;
  const CodedRow& row_;
};

// What a JSON value says as a cell, numbers as they are written; lists of texts are joined by the separator
// of the column. The JSON is known to be whole.
std::string cell_of(simdjson::ondemand::value value, const std::string& name, const std::string& separator) {
  using simdjson::ondemand::json_type;
  switch (value.type()) {
    case json_type::null:
      return {};
    case json_type::string:
      return std::string(std::string_view(value.get_string()));
    case json_type::object:
      throw FieldError{name, "is an object; name what is in it, \"" + name + ".key\""};
    case json_type::array: {
      if (separator.empty()) throw FieldError{name, "is a list; the map gives no \"separator\" for it"};
      std::string joined;
      bool first = true;
      for (simdjson::ondemand::value one : value.get_array()) {
        const std::string text = cell_of(one, name, {});
        if (text.find(separator) != std::string::npos)
          throw FieldError{name, "has the separator in one of its values"};
        if (!first) joined += separator;
        first = false;
        joined += text;
      }
      return joined;
    }
    default: {
      std::string_view token = value.raw_json_token();  // with the blanks behind it
      return std::string(token.substr(0, token.find_last_not_of(" \t\r\n") + 1));
    }
  }
}

// Calls use(value) with what is at "a.b.c", or at the key that is written so; with nothing when it is not
// there.
template <class Use>
bool use_at(simdjson::ondemand::object json, std::string_view path, Use use) {
  simdjson::ondemand::value value;
  if (json.find_field_unordered(path).get(value) == simdjson::SUCCESS) return use(value), true;
  const std::size_t dot = path.find('.');
  simdjson::ondemand::object inner;
  return dot != std::string_view::npos &&
         json.find_field_unordered(path.substr(0, dot)).get_object().get(inner) == simdjson::SUCCESS &&
         use_at(inner, path.substr(dot + 1), use);
}

void read(std::istream& in, const ReadOptions& options, RecordSink& sink) {
  if (options.map == nullptr)
    throw BrokenInput(
        {"column-map", Severity::error, options.file, 0, 0, "the reader map needs --map FILE", ""});
  const ColumnMap& map = *options.map;
  std::vector<std::string_view> names(map.columns.begin(), map.columns.end());
  const auto read_row = [&](const CodedRow& row, std::uint64_t line) {
    Document document;
    EventRecord record = MappedRow(map, row).record(document);
    if (!document.id.empty()) sink.add_source(std::move(document));
    finish_record(std::move(record), options, line, sink);
  };
  // Which of the two forms, is told by what stands behind a byte order mark and empty lines. One byte can be
  // looked at without taking it, so what begins so unusually is read whole.
  const int first = in.rdbuf()->sgetc();
  std::string head(1, static_cast<char>(first));
  std::istringstream whole;
  std::istream* lines = &in;
  if (first != std::char_traits<char>::eof() && (first == 0xef || blanks.find(head) != std::string::npos)) {
    head.assign(std::istreambuf_iterator<char>(in), {});
    whole.str(head);
    lines = &whole;
  }
  if (first != std::char_traits<char>::eof() && map.is_json(head)) {
    std::vector<std::string> separators(names.size());
    const auto separator = [&](const ColumnValue& from) {
      if (from.column != no_column && !from.separator.empty()) separators[from.column] = from.separator;
    };
    for (const auto* parties : {&map.actors, &map.recipients})
      for (const PartyColumns& from : *parties)
        for (const ColumnValue* value : {&from.name, &from.country, &from.sector, &from.kind})
          separator(*value);
    simdjson::ondemand::parser parser;
    read_json_lines(*lines, options, sink, [&](const JsonLine& line, std::vector<std::string>&) {
      std::vector<std::string> texts(names.size());
      std::vector<std::string_view> cells(names.size());
      const simdjson::padded_string_view text(line.text, line.text.size() + simdjson::SIMDJSON_PADDING);
      auto json = parser.iterate(text);
      for (std::size_t i = 0; i < names.size(); ++i) {
        simdjson::ondemand::object object;
        if (json.get_object().get(object) == simdjson::SUCCESS)
          use_at(object, names[i], [&](simdjson::ondemand::value value) {
            texts[i] = cell_of(value, map.columns[i], separators[i]);
          });
        json.rewind();
        cells[i] = texts[i];
      }
      read_row(CodedRow(names, cells), line.number);
    });
    return;
  }
  RowTable table{map.form == ColumnMap::Form::csv   ? ColumnFormat::comma
                 : map.form == ColumnMap::Form::tsv ? ColumnFormat::tab
                                                    : ColumnFormat::by_first_line,
                 names,
                 names.size(),
                 map.header ? RowTable::Header::yes : RowTable::Header::no,
                 {}};
  if (!map.header) table.widths = {map.width};
  read_coded_rows(*lines, table, options, sink, read_row);
}

}  // namespace

extern const Reader map_reader = {
    "map", "any table or JSON lines, by a map of its columns (--map FILE)", {}, sniff, read};

}  // namespace ekg
