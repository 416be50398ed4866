#include "ingest/coded/column_map.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <istream>
#include <iterator>

#include "ingest/coded/codes.hpp"
#include "ingest/coded/time_format.hpp"
#include "ingest/text/ontology.hpp"

namespace ekg {
namespace {

[[noreturn]] void fail(const std::string& file, const toml::source_position& at, std::string message) {
  throw BrokenInput({"column-map", Severity::error, file, at.line, at.column, std::move(message), ""});
}

bool known_type(const std::string& type) {
  static const Ontology ontology;
  return ontology.find(type) != nullptr;
}

// A code of ISO 3166-1 alpha-3, or a name.
bool known_country(const std::string& text) { return !Codes::get().state(text).empty(); }

class MapFile {
 public:
  explicit MapFile(ColumnMap& map) : map_(map) {}

  void read(const toml::table& root) {
    only(root, {"table", "event", "actor", "recipient", "place", "quantity", "document"});
    read_table(root);
    const toml::table& event = need_table(root, "event");
    only(event, {"id", "type", "cameo", "plover", "mode", "time", "end", "intensity", "confidence", "status",
                 "quote"});
    map_.id = value(event, "id");
    map_.type = value(event, "type");
    map_.cameo = value(event, "cameo");
    map_.plover = value(event, "plover");
    map_.mode = value(event, "mode");
    map_.begin = value(event, "time", Form::time);
    map_.end = value(event, "end", Form::time);
    map_.intensity = value(event, "intensity");
    map_.confidence = value(event, "confidence");
    map_.status = value(event, "status");
    map_.quote = value(event, "quote");
    check_event(event);
    each(root, "actor", [&](const toml::table& table) { map_.actors.push_back(party(table)); });
    each(root, "recipient", [&](const toml::table& table) { map_.recipients.push_back(party(table)); });
    each(root, "place", [&](const toml::table& table) { map_.places.push_back(place(table)); });
    each(root, "quantity", [&](const toml::table& table) { map_.quantities.push_back(quantity(table)); });
    if (root.contains("document")) read_document(need_table(root, "document"));
    read_kept();
    if (map_.columns.empty()) fail(map_.file, event.source().begin, "no column is named");
  }

 private:
  void read_table(const toml::table& root) {
    const toml::table& table = need_table(root, "table");
    only(table, {"name", "form", "header", "columns", "none", "keep"});
    map_.name = text(table, "name");
    if (map_.name.empty() ||
        map_.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") != std::string::npos)
      fail(map_.file, at(table, "name"),
           "\"name\" must be letters a to z, digits, '-' and '_': it stands before ids and fields");
    constexpr std::pair<std::string_view, ColumnMap::Form> forms[] = {{"", ColumnMap::Form::by_content},
                                                                      {"csv", ColumnMap::Form::csv},
                                                                      {"tsv", ColumnMap::Form::tsv},
                                                                      {"jsonl", ColumnMap::Form::jsonl}};
    const std::string form = text(table, "form");
    const auto* known = std::ranges::find_if(forms, [&](const auto& one) { return one.first == form; });
    if (known == std::end(forms)) fail(map_.file, at(table, "form"), "\"form\" must be csv, tsv or jsonl");
    map_.form = known->second;
    if (const toml::node* node = table.get("header")) {
      if (!node->is_boolean()) fail(map_.file, node->source().begin, "\"header\" must be true or false");
      map_.header = **node->as_boolean();
    }
    const toml::node* width = table.get("columns");
    if ((width != nullptr) == map_.header)
      fail(map_.file, at(table, "columns"),
           "\"columns\", a number, stands with header = false and only there");
    if (width != nullptr) {
      if (!width->is_integer() || **width->as_integer() < 1 || **width->as_integer() > 100'000)
        fail(map_.file, width->source().begin, "\"columns\" must be a number from 1");
      map_.width = static_cast<std::size_t>(**width->as_integer());
      for (std::size_t i = 1; i <= map_.width; ++i) map_.columns.push_back(std::to_string(i));
      if (map_.form == ColumnMap::Form::jsonl)
        fail(map_.file, at(table, "form"), "JSON lines have names, not numbers: leave \"header\" out");
    }
    keep_ = table.get("keep");
    if (const toml::node* none = table.get("none")) {
      const toml::array* list = none->as_array();
      if (list == nullptr) fail(map_.file, none->source().begin, "\"none\" must be a list of texts");
      for (const toml::node& one : *list) {
        if (!one.is_string()) fail(map_.file, one.source().begin, "\"none\" must be a list of texts");
        map_.none.push_back(one.as_string()->get());
      }
    }
  }

  void check_event(const toml::table& event) {
    const int kinds = map_.type.given() + map_.cameo.given() + map_.plover.given();
    if (kinds != 1)
      fail(map_.file, event.source().begin, "[event] needs one of \"type\", \"cameo\" and \"plover\"");
    if (map_.mode.given() && !map_.plover.given())
      fail(map_.file, at(event, "mode"), "\"mode\" stands beside \"plover\" only");
    if (map_.end.given() && !map_.begin.given()) fail(map_.file, at(event, "end"), "\"end\" needs \"time\"");
    check_words(event, "type", map_.type, known_type,
                "is no type of the ontology; `ekg ontology` lists them");
    check_words(
        event, "cameo", map_.cameo,
        [](const std::string& code) { return Codes::get().cameo(code) != nullptr; }, "is no CAMEO code");
    check_words(
        event, "plover", map_.plover,
        [](const std::string& root) { return Codes::get().plover(root, {}).has_value(); },
        "is no PLOVER root");
    check_words(
        event, "status", map_.status,
        [](const std::string& status) { return status_from(status).has_value(); }, "is no status");
    check_time(event, "time", map_.begin);
    check_time(event, "end", map_.end);
    check_number(event, "intensity", map_.intensity, intensities);
    check_number(event, "confidence", map_.confidence, confidences);
  }
  void check_number(const toml::table& table, std::string_view key, const ColumnValue& from,
                    NumberRange range) {
    const auto known = [&](const std::string& word) {
      const std::array<std::string_view, 1> cells = {word};
      try {
        return CodedRow({}, cells).number(0, range).has_value();
      } catch (const FieldError&) {
        return false;
      }
    };
    check_words(table, key, from, known, fmt::format("is no number from {} to {}", range.least, range.most));
  }
  void check_time(const toml::table& table, std::string_view key, const ColumnValue& from) {
    check_words(
        table, key, from,
        [&](const std::string& word) {
          return (from.format.empty() ? parse_time(word) : time_by_format(from.format, word)).has_value();
        },
        "is no date");
    if (const std::string wrong = wrong_in_format(from.format); !wrong.empty())
      fail(map_.file, at(table, key), wrong);
  }

  template <class Known>
  void check_words(const toml::table& table, std::string_view key, const ColumnValue& from, Known known,
                   const std::string& message) {
    if (!from.constant.empty() && !known(from.constant))
      fail(map_.file, at(table, key), fmt::format("\"{}\" {}", from.constant, message));
    for (const auto& [cell, word] : from.values)
      if (!known(word)) fail(map_.file, at(table, key), fmt::format("\"{}\" {}", word, message));
  }

  PartyColumns party(const toml::table& table) {
    only(table, {"name", "code", "country", "sector", "kind", "mention"});
    PartyColumns out{value(table, "name", Form::list),    value(table, "code"),
                     value(table, "country", Form::list), value(table, "sector", Form::list),
                     value(table, "kind", Form::list),    value(table, "mention")};
    check_words(table, "country", out.country, known_country, "is no country that is known");
    if (!out.name.given() && !out.code.given())
      fail(map_.file, table.source().begin, "a party needs \"name\" or \"code\"");
    if (!out.name.separator.empty() && (out.code.given() || out.mention.given()))
      fail(map_.file, at(table, "name"), "a column of several names has no code and no mention beside it");
    check_words(
        table, "kind", out.kind, [](const std::string& kind) { return entity_kind_from(kind).has_value(); },
        "is no kind");
    return out;
  }
  PlaceColumns place(const toml::table& table) {
    only(table, {"name", "country", "latitude", "longitude", "geonames"});
    PlaceColumns out{value(table, "name"), value(table, "country"), value(table, "latitude"),
                     value(table, "longitude"), value(table, "geonames")};
    if (!out.name.given()) fail(map_.file, table.source().begin, "a place needs \"name\"");
    check_words(table, "country", out.country, known_country, "is no country that is known");
    check_number(table, "latitude", out.latitude, latitudes);
    check_number(table, "longitude", out.longitude, longitudes);
    if (out.latitude.given() != out.longitude.given())
      fail(map_.file, table.source().begin, "\"latitude\" and \"longitude\" stand together");
    return out;
  }
  QuantityColumns quantity(const toml::table& table) {
    only(table, {"value", "max", "of", "comparator"});
    QuantityColumns out{value(table, "value"), value(table, "max"), value(table, "of"), {}};
    if (!out.value.given() || !out.of.given())
      fail(map_.file, table.source().begin, "a quantity needs \"value\" and \"of\"");
    if (const std::string word = text(table, "comparator"); !word.empty()) {
      const auto known = comparator_from(word);
      if (!known) fail(map_.file, at(table, "comparator"), fmt::format("\"{}\" is no comparator", word));
      out.comparator = *known;
    }
    check_number(table, "value", out.value, finite_numbers);
    check_number(table, "max", out.max, finite_numbers);
    if (out.max.given()) out.comparator = Comparator::between;
    if (out.comparator == Comparator::between && !out.max.given())
      fail(map_.file, table.source().begin, "\"between\" needs \"max\"");
    return out;
  }
  void read_document(const toml::table& table) {
    only(table, {"id", "url", "title", "outlet", "language", "published", "text"});
    map_.document = {value(table, "id"),     value(table, "url"),      value(table, "title"),
                     value(table, "outlet"), value(table, "language"), value(table, "published", Form::time),
                     value(table, "text")};
    check_time(table, "published", map_.document.published);
    if (!map_.document.id.given() && !map_.document.url.given() && !map_.id.given())
      fail(map_.file, table.source().begin, "a document needs \"id\" or \"url\", or the event an \"id\"");
  }
  void read_kept() {
    if (keep_ == nullptr) return;
    const toml::array* list = keep_->as_array();
    if (list == nullptr) fail(map_.file, keep_->source().begin, "\"keep\" must be a list of columns");
    for (const toml::node& node : *list) map_.kept.push_back(column(node));
    std::ranges::sort(map_.kept);
    map_.kept.erase(std::unique(map_.kept.begin(), map_.kept.end()), map_.kept.end());
  }

  std::size_t column(const toml::node& node) {
    std::string name;
    if (map_.header) {
      if (!node.is_string() || node.as_string()->get().empty())
        fail(map_.file, node.source().begin, "a column is named by a text, as the header writes it");
      name = node.as_string()->get();
      const auto known = std::ranges::find(map_.columns, name);
      if (known == map_.columns.end()) map_.columns.push_back(name);
    } else {
      if (!node.is_integer() || **node.as_integer() < 1 ||
          static_cast<std::uint64_t>(**node.as_integer()) > map_.width)
        fail(map_.file, node.source().begin,
             fmt::format("without a header a column is a number from 1 to {}", map_.width));
      name = std::to_string(**node.as_integer());
    }
    return static_cast<std::size_t>(std::ranges::find(map_.columns, name) - map_.columns.begin());
  }

  // A column, or { column = …, values = {…}, separator = …, format = … }, or { constant = … }.
  enum class Form : std::uint8_t { one, list, time };
  ColumnValue value(const toml::table& from, std::string_view key, Form form = Form::one) {
    ColumnValue out;
    const toml::node* node = from.get(key);
    if (node == nullptr) return out;
    const toml::table* table = node->as_table();
    if (table == nullptr) {
      out.column = column(*node);
      return out;
    }
    only(*table, {"column", "constant", "values", "separator", "format"});
    const toml::node* named = table->get("column");
    out.constant = text(*table, "constant");
    if ((named != nullptr) == !out.constant.empty())
      fail(map_.file, table->source().begin, "needs one of \"column\" and \"constant\"");
    if (named != nullptr) out.column = column(*named);
    out.separator = text(*table, "separator");
    out.format = text(*table, "format");
    if (const toml::node* values = table->get("values")) {
      if (!values->is_table()) fail(map_.file, values->source().begin, "\"values\" must be a table");
      for (const auto& [cell, word] : *values->as_table()) {
        if (!word.is_string() || word.as_string()->get().empty())
          fail(map_.file, word.source().begin, "a value means a text that is not empty");
        out.values.emplace(cell.str(), word.as_string()->get());
      }
    }
    if (!out.separator.empty() && form != Form::list)
      fail(map_.file, at(*table, "separator"),
           fmt::format("\"{}\" is one value: \"separator\" is for name, country, sector and kind of parties",
                       key));
    if (!out.format.empty() && form != Form::time)
      fail(map_.file, at(*table, "format"),
           fmt::format("\"{}\" is no time: \"format\" is for time, end and published", key));
    if (!out.constant.empty() && table->size() > 1)
      fail(map_.file, table->source().begin, "a constant stands alone");
    return out;
  }

  std::string text(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return {};
    if (!node->is_string()) fail(map_.file, node->source().begin, fmt::format("\"{}\" must be a text", key));
    return node->as_string()->get();
  }
  toml::source_position at(const toml::table& table, std::string_view key) const {
    const toml::node* node = table.get(key);
    return node != nullptr ? node->source().begin : table.source().begin;
  }
  const toml::table& need_table(const toml::table& root, std::string_view key) {
    const toml::node* node = root.get(key);
    if (node == nullptr) fail(map_.file, {1, 1}, fmt::format("there is no [{}]", key));
    if (!node->is_table()) fail(map_.file, node->source().begin, fmt::format("\"{}\" must be a table", key));
    return *node->as_table();
  }
  template <class Use>
  void each(const toml::table& root, std::string_view key, Use use) {
    const toml::node* node = root.get(key);
    if (node == nullptr) return;
    const toml::array* list = node->as_array();
    if (list == nullptr || !list->is_array_of_tables())
      fail(map_.file, node->source().begin, fmt::format("write [[{}]], once for each", key));
    for (const toml::node& one : *list) use(*one.as_table());
  }
  // A key that nobody knows is a mistake that would leave something out in silence.
  void only(const toml::table& table, std::initializer_list<std::string_view> known) {
    for (const auto& [key, node] : table) {
      if (std::ranges::find(known, key.str()) != known.end()) continue;
      std::string names;
      for (const std::string_view name : known) names += (names.empty() ? "" : ", ") + std::string(name);
      fail(map_.file, key.source().begin,
           fmt::format("\"{}\" is not known here; known are {}", key.str(), names));
    }
  }

  ColumnMap& map_;
  const toml::node* keep_ = nullptr;
};

}  // namespace

ColumnMap ColumnMap::read(std::istream& in, const std::string& file) {
  ColumnMap map;
  map.file = file;
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  try {
    MapFile(map).read(toml::parse(text, file));
  } catch (const toml::parse_error& error) {
    fail(file, error.source().begin, fmt::format("no TOML: {}", error.description()));
  }
  return map;
}

bool ColumnMap::is_json(std::string_view head) const {
  if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
  head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
  return (form == Form::by_content || form == Form::jsonl) && header && head.starts_with('{');
}

std::string ColumnMap::missing_in(std::string_view head) const {
  if (is_json(head)) {
    const std::vector<std::string> keys = first_object_keys(head);
    for (const ColumnValue* from : {&id, &type, &cameo, &plover, &begin}) {
      if (from->column == no_column) continue;
      const std::string& name = columns[from->column];
      if (std::ranges::find(keys, name.substr(0, name.find('.'))) == keys.end()) return name;
    }
    return {};
  }
  if (form == Form::jsonl) return "(JSON)";
  const HeadLine line = first_row(head);
  if (form != Form::by_content && (form == Form::tsv) != (line.format == ColumnFormat::tab) &&
      line.fields.size() > 1)
    return form == Form::tsv ? "(tabs)" : "(commas)";
  if (!header)
    return line.fields.size() == width ? std::string()
                                       : fmt::format("({} columns, not {})", width, line.fields.size());
  const std::vector<std::string_view> fields(line.fields.begin(), line.fields.end());
  const std::vector<std::string_view> wanted(columns.begin(), columns.end());
  const auto where = find_columns(fields, wanted);
  const auto lost = std::ranges::find(where, no_column);
  return lost == where.end() ? std::string() : columns[static_cast<std::size_t>(lost - where.begin())];
}

}  // namespace ekg
