#include "ingest/record_json.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <optional>

#include "ingest/event_lines.hpp"
#include "ingest/line_json.hpp"
#include "ingest/number_range.hpp"
#include "ingest/text_bytes.hpp"

namespace ekg {
namespace {

using simdjson::dom::element;

// A value of a parsed tree.
class DomJson {
 public:
  static constexpr bool can_hold_nul = true;  // a text

  explicit DomJson(const element& json) : json_(json) {}

  // Each is false where the value is of another type.
  bool get(std::string_view& out) const { return !json_.get(out); }
  bool get(double& out) const { return !json_.get(out); }
  bool get(bool& out) const { return !json_.get(out); }
  bool get(std::int64_t& out) const { return !json_.get(out); }
  bool get(std::uint64_t& out) const { return !json_.get(out); }
  template <class Use>
  bool members(Use use) const {  // but for those that are null
    simdjson::dom::object object;
    if (json_.get(object)) return false;
    for (const auto field : object)
      if (!field.value.is_null()) use(field.key, DomJson(field.value));
    return true;
  }
  template <class Use>
  bool items(Use use) const {
    simdjson::dom::array list;
    if (json_.get(list)) return false;
    for (const element item : list) use(DomJson(item));
    return true;
  }
  void pass() const {}

 private:
  element json_;
};

// The length of a literal is known: no call to compare.
template <std::size_t size>
bool is(std::string_view key, const char (&name)[size]) {
  return key.size() == size - 1 && std::memcmp(key.data(), name, size - 1) == 0;
}

// Where in the record we are, for messages: written out only when one is needed. Lives no longer than the
// path and the name that it goes on from.
class Path {
 public:
  Path() = default;
  Path(const Path& parent, std::string_view name) : parent_(&parent), name_(name) {}
  Path(const Path& parent, std::size_t index) : parent_(&parent), index_(index) {}
  [[noreturn]] void fail(std::string message) const { throw FieldError{text(), std::move(message)}; }
  std::string text() const {
    if (parent_ == nullptr) return {};
    const std::string above = parent_->text();
    if (index_) return fmt::format("{}[{}]", above, *index_);
    return above.empty() ? std::string(name_) : fmt::format("{}.{}", above, name_);
  }

 private:
  const Path* parent_ = nullptr;
  std::string_view name_;
  std::optional<std::size_t> index_;
};

template <class Json>
void read(const Json& json, const Path& path, std::string_view& out) {
  if (!json.get(out)) path.fail("must be a string");
  if (Json::can_hold_nul && out.find('\0') != out.npos) path.fail("has a NUL character");
}

template <class Json>
void read(const Json& json, const Path& path, std::string& out) {
  std::string_view text;
  read(json, path, text);
  out = text;
}

template <class Json>
void read(const Json& json, const Path& path, double& out) {
  if (!json.get(out)) path.fail("must be a number");
}

template <class Json>
void read(const Json& json, const Path& path, bool& out) {
  if (!json.get(out)) path.fail("must be true or false");
}

template <class Json>
void read(const Json& json, const Path& path, std::int64_t& out) {
  if (!json.get(out)) path.fail("must be a whole number");
}

template <class Json>
void read(const Json& json, const Path& path, std::uint32_t& out) {
  std::uint64_t value = 0;
  if (!json.get(value) || value > std::numeric_limits<std::uint32_t>::max())
    path.fail("must be a whole number from 0 to 4294967295");
  out = static_cast<std::uint32_t>(value);
}

template <class Json>
void read(const Json& json, const Path& path, std::array<std::uint32_t, 2>& out) {
  std::size_t i = 0;
  const bool is_list = json.items([&](const Json& item) {
    if (i == 2) path.fail("must be [begin, end)");
    read(item, Path(path, i), out[i]);
    ++i;
  });
  if (!is_list || i != 2) path.fail("must be [begin, end)");
  if (out[0] > out[1]) path.fail("ends before it begins");
}

template <class Json, class Value>
void read(const Json& json, const Path& path, std::optional<Value>& out) {
  Value value{};
  read(json, path, value);
  out = value;
}

template <class Json, class Value, class From>
void read_word(const Json& json, const Path& path, Value& out, From from) {
  std::string_view word;
  if (!json.get(word)) path.fail("must be a string");
  const auto value = from(word);
  if (!value) path.fail(fmt::format("has the unknown value \"{}\"", word));
  out = *value;
}

template <class Json>
void read_within(const Json& json, const Path& path, std::optional<double>& out, NumberRange range) {
  read(json, path, out);
  if (!range.has(*out)) path.fail(range.requirement());
}

// The items into the first of `out`, whose memory is used again; returns how many.
template <class Json, class Value, class Each>
std::size_t read_first(const Json& json, const Path& path, std::vector<Value>& out, Each each) {
  std::size_t count = 0;
  const bool is_list = json.items([&](const Json& item) {
    const Path below(path, count);
    if (count == out.size()) out.emplace_back();
    each(item, below, out[count++]);
  });
  if (!is_list) path.fail("must be a list");
  return count;
}

template <class Json, class Value, class Each>
void read_list(const Json& json, const Path& path, std::vector<Value>& out, Each each) {
  out.clear();
  read_first(json, path, out, each);
}

// Walks an object; `each(key, value, path)` says whether it knows the key.
template <class Json, class Each>
void read_object(const Json& json, const Path& path, std::vector<std::string>& unknown, Each each) {
  const bool is_object = json.members([&](std::string_view key, const Json& value) {
    const Path below(path, key);
    if (each(key, value, below)) return;
    unknown.push_back(below.text());
    value.pass();
  });
  if (!is_object) path.fail("must be an object");
}

template <class Json>
void read_country(const Json& json, const Path& path, std::string& out) {
  read(json, path, out);
  if (!out.empty() && !is_alpha3(out))
    path.fail(fmt::format("must be an ISO 3166-1 alpha-3 code, not \"{}\"", out));
}

template <class Json>
bool read_coordinate(std::string_view key, const Json& json, const Path& path,
                     std::optional<double>& latitude, std::optional<double>& longitude) {
  if (is(key, "lat"))
    read_within(json, path, latitude, latitudes);
  else if (is(key, "lon"))
    read_within(json, path, longitude, longitudes);
  else
    return false;
  return true;
}

void need_both_coordinates(const Path& path, const std::optional<double>& latitude,
                           const std::optional<double>& longitude) {
  if (latitude.has_value() != longitude.has_value()) path.fail("lat and lon must come together");
}

template <class Json>
void read_fields(const Json& json, const Path& path, std::vector<SourceField>& out) {
  out.clear();
  const bool is_object = json.members([&](std::string_view key, const Json& value) {
    const Path below(path, key);
    if (key.find('\0') != key.npos) path.fail("has a NUL character in a name");
    out.push_back({std::string(key), {}});
    read(value, below, out.back().value);
  });
  if (!is_object) path.fail("must be an object");
  std::ranges::sort(out);
  const auto same = [](const SourceField& a, const SourceField& b) { return a.name == b.name; };
  if (std::ranges::adjacent_find(out, same) != out.end()) path.fail("has a name twice");
}

// Empty again, with the memory of its texts.
void clear(Party& party) {
  for (std::string* text : {&party.id, &party.name, &party.country, &party.sector, &party.mention})
    text->clear();
  party.kind = EntityKind::other;
  party.inferred = false;
  party.aliases.clear();
  party.roles.clear();
}

// But for the parties, which the reader cuts to those that it finds.
void clear_all_but_parties(EventRecord& record) {
  for (std::string* text : {&record.id, &record.type, &record.mode, &record.cameo, &record.plover,
                            &record.time_text, &record.about, &record.quote, &record.file})
    text->clear();
  record.quad.reset();
  record.intensity.reset();
  record.time.reset();
  record.places.clear();
  record.quantities.clear();
  record.status = Status::asserted;
  record.attribution.clear();
  record.mentions.clear();
  record.confidence.reset();
  record.fields.clear();
  record.line = 0;
}

struct Context {
  std::vector<std::string>& unknown;

  template <class Json>
  void party(const Json& json, const Path& path, Party& out) const {
    clear(out);
    read_object(json, path, unknown, [&](std::string_view key, const auto& value, const Path& at) {
      if (is(key, "id"))
        read(value, at, out.id);
      else if (is(key, "name"))
        read(value, at, out.name);
      else if (is(key, "kind"))
        read_word(value, at, out.kind, entity_kind_from);
      else if (is(key, "country"))
        read_country(value, at, out.country);
      else if (is(key, "sector"))
        read(value, at, out.sector);
      else if (is(key, "mention"))
        read(value, at, out.mention);
      else if (is(key, "inferred"))
        read(value, at, out.inferred);
      else if (is(key, "aliases"))
        read_list(value, at, out.aliases,
                  [](const auto& v, const Path& p, std::string& text) { read(v, p, text); });
      else if (is(key, "roles"))
        read_list(value, at, out.roles, [&](const auto& v, const Path& p, OfficeRole& o) { role(v, p, o); });
      else
        return false;
      return true;
    });
    std::ranges::sort(out.aliases);
    std::ranges::sort(out.roles);
  }

  template <class Json>
  void named_party(const Json& json, const Path& path, Party& out) const {
    party(json, path, out);
    if (out.id.empty() && out.name.empty()) path.fail("must have a name or an id");
  }

  template <class Json>
  void place(const Json& json, const Path& path, PlaceName& out) const {
    read_object(json, path, unknown, [&](std::string_view key, const auto& value, const Path& at) {
      if (is(key, "id"))
        read(value, at, out.id);
      else if (is(key, "name"))
        read(value, at, out.name);
      else if (is(key, "country"))
        read_country(value, at, out.country);
      else if (is(key, "geonames"))
        read(value, at, out.geonames);
      else
        return read_coordinate(key, value, at, out.latitude, out.longitude);
      return true;
    });
    need_both_coordinates(path, out.latitude, out.longitude);
    if (out.id.empty() && out.name.empty()) path.fail("must have a name or an id");
  }

  template <class Json>
  void quantity(const Json& json, const Path& path, EventQuantity& out) const {
    bool has_value = false;
    read_object(json, path, unknown, [&](std::string_view key, const auto& value, const Path& at) {
      if (is(key, "value"))
        read(value, at, out.value), has_value = true;
      else if (is(key, "max"))
        read(value, at, out.max);
      else if (is(key, "comparator"))
        read_word(value, at, out.comparator, comparator_from);
      else if (is(key, "of"))
        read(value, at, out.of);
      else if (is(key, "text"))
        read(value, at, out.text);
      else
        return false;
      return true;
    });
    if (!has_value) path.fail("must have a value");
    if (out.max.has_value() != (out.comparator == Comparator::between))
      path.fail("has max if and only if the comparator is between");
  }

  template <class Json>
  void attribution(const Json& json, const Path& path, Attribution& out) const {
    read_object(json, path, unknown, [&](std::string_view key, const auto& value, const Path& at) {
      if (is(key, "by"))
        party(value, at, out.by);
      else if (is(key, "verb"))
        read(value, at, out.verb);
      else if (is(key, "stance"))
        read_word(value, at, out.stance, stance_from);
      else
        return false;
      return true;
    });
  }

  template <class Json>
  bool mention_field(std::string_view key, const Json& value, const Path& at, EventMention& out) const {
    if (is(key, "doc"))
      read(value, at, out.doc);
    else if (is(key, "sentence"))
      read(value, at, out.sentence);
    else if (is(key, "span"))
      read(value, at, out.span);
    else if (is(key, "trigger"))
      read(value, at, out.trigger);
    else if (is(key, "text"))
      read(value, at, out.text);
    else
      return false;
    return true;
  }

  template <class Json>
  void mention(const Json& json, const Path& path, EventMention& out) const {
    read_object(json, path, unknown, [&](std::string_view key, const auto& value, const Path& at) {
      return mention_field(key, value, at, out);
    });
  }

  template <class Json>
  void time(const Json& json, const Path& path, EventRecord& out) const {
    std::string_view start, end;
    std::optional<Precision> precision;
    read_object(json, path, unknown, [&](std::string_view key, const auto& value, const Path& at) {
      if (is(key, "start"))
        read(value, at, start);
      else if (is(key, "end"))
        read(value, at, end);
      else if (is(key, "precision"))
        read_word(value, at, precision, precision_from);
      else if (is(key, "text"))
        read(value, at, out.time_text);
      else
        return false;
      return true;
    });
    if (start.empty() && end.empty() && precision.value_or(Precision::unknown) == Precision::unknown) return;
    if (start.empty())
      Path(path, "start").fail("is needed with an end or a precision; an undated event has neither");
    if (end.empty()) end = start;
    if (precision && (out.time = span_of(start, end, *precision))) return;
    const auto first = parse_time(start);
    if (!first) Path(path, "start").fail(fmt::format("\"{}\" is no time", start));
    if (!parse_time(end)) Path(path, "end").fail(fmt::format("\"{}\" is no time", end));
    out.time = span_of(start, end, precision.value_or(first->precision));
    if (!out.time) path.fail("ends before it starts");
  }

  template <class Json>
  void role(const Json& json, const Path& path, OfficeRole& out) const {
    const auto stretch = [](const auto& value, const Path& at, std::optional<TimeSpan>& span) {
      std::string text;
      read(value, at, text);
      span = parse_time(text);
      if (!span) at.fail(fmt::format("\"{}\" is no time", text));
    };
    read_object(json, path, unknown, [&](std::string_view key, const auto& value, const Path& at) {
      if (is(key, "title"))
        read(value, at, out.title);
      else if (is(key, "of"))
        read(value, at, out.of);
      else if (is(key, "from"))
        stretch(value, at, out.from);
      else if (is(key, "to"))
        stretch(value, at, out.to);
      else if (is(key, "doc"))
        read(value, at, out.doc);
      else
        return false;
      return true;
    });
  }
};

void need(const std::string& value, std::string_view field) {
  if (value.empty()) throw FieldError{std::string(field), "is missing"};
}

}  // namespace

namespace {

template <class Json>
void read_event(const Json& json, EventRecord& out, std::vector<std::string>& unknown) {
  const Context context{unknown};
  clear_all_but_parties(out);
  std::size_t actors = 0, recipients = 0;
  EventMention own;
  bool has_own = false;
  const auto party = [&](const auto& v, const Path& p, Party& party) { context.named_party(v, p, party); };
  read_object(json, Path(), unknown, [&](std::string_view key, const auto& value, const Path& at) {
    if (is(key, "id"))
      read(value, at, out.id);
    else if (is(key, "type"))
      read(value, at, out.type);
    else if (is(key, "mode"))
      read(value, at, out.mode);
    else if (is(key, "cameo"))
      read(value, at, out.cameo);
    else if (is(key, "plover"))
      read(value, at, out.plover);
    else if (is(key, "quad"))
      read_word(value, at, out.quad, quad_from);
    else if (is(key, "intensity"))
      read_within(value, at, out.intensity, intensities);
    else if (is(key, "time"))
      context.time(value, at, out);
    else if (is(key, "actors"))
      actors = read_first(value, at, out.actors, party);
    else if (is(key, "recipients"))
      recipients = read_first(value, at, out.recipients, party);
    else if (is(key, "places"))
      read_list(value, at, out.places,
                [&](const auto& v, const Path& p, PlaceName& o) { context.place(v, p, o); });
    else if (is(key, "quantities"))
      read_list(value, at, out.quantities,
                [&](const auto& v, const Path& p, EventQuantity& o) { context.quantity(v, p, o); });
    else if (is(key, "status"))
      read_word(value, at, out.status, status_from);
    else if (is(key, "attribution"))
      read_list(value, at, out.attribution,
                [&](const auto& v, const Path& p, Attribution& o) { context.attribution(v, p, o); });
    else if (is(key, "about"))
      read(value, at, out.about);
    else if (is(key, "quote"))
      read(value, at, out.quote);
    else if (is(key, "mentions"))
      read_list(value, at, out.mentions,
                [&](const auto& v, const Path& p, EventMention& o) { context.mention(v, p, o); });
    else if (is(key, "confidence"))
      read_within(value, at, out.confidence, confidences);
    else if (is(key, "fields"))
      read_fields(value, at, out.fields);
    else if (context.mention_field(key, value, at, own))
      has_own = true;
    else
      return false;
    return true;
  });
  need(out.type, "type");
  out.actors.resize(actors);
  out.recipients.resize(recipients);
  if (!has_own || own == EventMention{}) return;
  // A document named beside the mentions tells nothing that a mention in it does not tell better.
  const bool only_document = own == EventMention{.doc = own.doc};
  const auto told = [&](const EventMention& m) { return only_document ? m.doc == own.doc : m == own; };
  if (std::ranges::none_of(out.mentions, told)) out.mentions.insert(out.mentions.begin(), std::move(own));
}

}  // namespace

bool is_alpha3(std::string_view code) {
  return code.size() == 3 && std::ranges::all_of(code, [](char c) { return c >= 'A' && c <= 'Z'; });
}

EventRecord event_from_json(const element& json, std::vector<std::string>& unknown) {
  EventRecord out;
  read_event(DomJson(json), out, unknown);
  return out;
}

void read_event_line(std::string_view line, EventRecord& out, std::vector<std::string>& unknown) {
  JsonCursor cursor(line);
  read_event(LineJson(cursor), out, unknown);
  cursor.finish();
}

Entity entity_from_json(const element& json, std::vector<std::string>& unknown) {
  const Context context{unknown};
  Entity out;
  read_object(DomJson(json), Path(), unknown, [&](std::string_view key, const auto& value, const Path& at) {
    if (is(key, "id"))
      read(value, at, out.id);
    else if (is(key, "name"))
      read(value, at, out.name);
    else if (is(key, "kind"))
      read_word(value, at, out.kind, entity_kind_from);
    else if (is(key, "country"))
      read_country(value, at, out.country);
    else if (is(key, "sector"))
      read(value, at, out.sector);
    else if (is(key, "aliases"))
      read_list(value, at, out.aliases,
                [](const auto& v, const Path& p, std::string& text) { read(v, p, text); });
    else if (is(key, "roles"))
      read_list(value, at, out.roles,
                [&](const auto& v, const Path& p, OfficeRole& o) { context.role(v, p, o); });
    else if (is(key, "merges"))
      read_list(value, at, out.merges, [&](const auto& v, const Path& p, NameMerge& merge) {
        read_object(v, p, unknown, [&](std::string_view field, const auto& text, const Path& where) {
          std::string* into = field == "name"   ? &merge.name
                              : field == "with" ? &merge.with
                              : field == "rule" ? &merge.rule
                                                : nullptr;
          if (into == nullptr) return false;
          read(text, where, *into);
          return true;
        });
      });
    else if (is(key, "wikidata"))
      read(value, at, out.wikidata);
    else if (is(key, "geonames"))
      read(value, at, out.geonames);
    else
      return read_coordinate(key, value, at, out.latitude, out.longitude);
    return true;
  });
  need(out.id, "id");
  need_both_coordinates(Path(), out.latitude, out.longitude);
  return out;
}

Document document_from_json(const element& json, DocumentForm form, std::vector<std::string>& unknown) {
  Document out;
  read_object(DomJson(json), Path(), unknown, [&](std::string_view key, const auto& value, const Path& at) {
    if (is(key, "id"))
      read(value, at, out.id);
    else if (is(key, "title"))
      read(value, at, out.title);
    else if (is(key, "url"))
      read(value, at, out.url);
    else if (is(key, "outlet"))
      read(value, at, out.outlet);
    else if (is(key, "language"))
      read(value, at, out.language);
    else if (is(key, "sha256"))
      read(value, at, out.sha256);
    else if (is(key, "published")) {
      std::string text;
      read(value, at, text);
      out.published = parse_published(text);
      if (!out.published) at.fail(fmt::format("\"{}\" is no date", text));
    } else if (is(key, "text") && form == DocumentForm::with_text)
      read(value, at, out.text);
    else
      return false;
    return true;
  });
  if (form == DocumentForm::row_of_graph) need(out.id, "id");
  return out;
}

}  // namespace ekg
