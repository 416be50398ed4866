#include "ingest/record_json.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "ingest/text_bytes.hpp"

namespace ekg {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

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

void read(const element& json, const Path& path, std::string& out) {
  std::string_view text;
  if (json.get(text)) path.fail("must be a string");
  if (text.find('\0') != text.npos) path.fail("has a NUL character");
  out = text;
}

void read(const element& json, const Path& path, double& out) {
  if (json.get(out)) path.fail("must be a number");
}

void read(const element& json, const Path& path, bool& out) {
  if (json.get(out)) path.fail("must be true or false");
}

void read(const element& json, const Path& path, std::int64_t& out) {
  if (json.get(out)) path.fail("must be a whole number");
}

void read(const element& json, const Path& path, std::uint32_t& out) {
  std::uint64_t value = 0;
  if (json.get(value) || value > std::numeric_limits<std::uint32_t>::max())
    path.fail("must be a whole number from 0 to 4294967295");
  out = static_cast<std::uint32_t>(value);
}

void read(const element& json, const Path& path, std::array<std::uint32_t, 2>& out) {
  simdjson::dom::array list;
  if (json.get(list) || list.size() != 2) path.fail("must be [begin, end)");
  std::size_t i = 0;
  for (const element item : list) {
    read(item, Path(path, i), out[i]);
    ++i;
  }
  if (out[0] > out[1]) path.fail("ends before it begins");
}

template <class Value>
void read(const element& json, const Path& path, std::optional<Value>& out) {
  Value value{};
  read(json, path, value);
  out = value;
}

template <class Value, class From>
void read_word(const element& json, const Path& path, Value& out, From from) {
  std::string word;
  read(json, path, word);
  const auto value = from(word);
  if (!value) path.fail(fmt::format("has the unknown value \"{}\"", word));
  out = *value;
}

void read_within(const element& json, const Path& path, std::optional<double>& out, double least,
                 double most) {
  read(json, path, out);
  if (*out < least || *out > most) path.fail(fmt::format("must lie from {} to {}", least, most));
}

template <class Value, class Each>
void read_list(const element& json, const Path& path, std::vector<Value>& out, Each each) {
  simdjson::dom::array list;
  if (json.get(list)) path.fail("must be a list");
  out.reserve(out.size() + list.size());
  for (const element item : list) {
    const Path below(path, out.size());
    each(item, below, out.emplace_back());
  }
}

// Walks an object; `each(key, value, path)` says whether it knows the key.
template <class Each>
void read_object(const element& json, const Path& path, std::vector<std::string>& unknown, Each each) {
  simdjson::dom::object object;
  if (json.get(object)) path.fail("must be an object");
  for (const auto field : object) {
    if (field.value.is_null()) continue;
    const Path below(path, field.key);
    if (!each(field.key, field.value, below)) unknown.push_back(below.text());
  }
}

void read_country(const element& json, const Path& path, std::string& out) {
  read(json, path, out);
  const bool alpha3 =
      out.size() == 3 && std::ranges::all_of(out, [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!out.empty() && !alpha3) path.fail(fmt::format("must be an ISO 3166-1 alpha-3 code, not \"{}\"", out));
}

bool read_coordinate(std::string_view key, const element& json, const Path& path,
                     std::optional<double>& latitude, std::optional<double>& longitude) {
  if (key == "lat")
    read_within(json, path, latitude, -90, 90);
  else if (key == "lon")
    read_within(json, path, longitude, -180, 180);
  else
    return false;
  return true;
}

void need_both_coordinates(const Path& path, const std::optional<double>& latitude,
                           const std::optional<double>& longitude) {
  if (latitude.has_value() != longitude.has_value()) path.fail("lat and lon must come together");
}

void read_fields(const element& json, const Path& path, std::vector<SourceField>& out) {
  simdjson::dom::object object;
  if (json.get(object)) path.fail("must be an object");
  for (const auto field : object) {
    const Path below(path, field.key);
    if (field.key.find('\0') != field.key.npos) path.fail("has a NUL character in a name");
    read(field.value, below, out.emplace_back(SourceField{std::string(field.key), {}}).value);
  }
  std::ranges::sort(out);
  const auto same = [](const SourceField& a, const SourceField& b) { return a.name == b.name; };
  if (std::ranges::adjacent_find(out, same) != out.end()) path.fail("has a name twice");
}

struct Context {
  std::vector<std::string>& unknown;

  void party(const element& json, const Path& path, Party& out) const {
    read_object(json, path, unknown, [&](std::string_view key, const element& value, const Path& at) {
      if (key == "id")
        read(value, at, out.id);
      else if (key == "name")
        read(value, at, out.name);
      else if (key == "kind")
        read_word(value, at, out.kind, entity_kind_from);
      else if (key == "country")
        read_country(value, at, out.country);
      else if (key == "sector")
        read(value, at, out.sector);
      else if (key == "mention")
        read(value, at, out.mention);
      else if (key == "inferred")
        read(value, at, out.inferred);
      else if (key == "aliases")
        read_list(value, at, out.aliases,
                  [](const element& v, const Path& p, std::string& text) { read(v, p, text); });
      else if (key == "roles")
        read_list(value, at, out.roles,
                  [&](const element& v, const Path& p, OfficeRole& o) { role(v, p, o); });
      else
        return false;
      return true;
    });
    std::ranges::sort(out.aliases);
    std::ranges::sort(out.roles);
  }

  void named_party(const element& json, const Path& path, Party& out) const {
    party(json, path, out);
    if (out.id.empty() && out.name.empty()) path.fail("must have a name or an id");
  }

  void place(const element& json, const Path& path, PlaceName& out) const {
    read_object(json, path, unknown, [&](std::string_view key, const element& value, const Path& at) {
      if (key == "id")
        read(value, at, out.id);
      else if (key == "name")
        read(value, at, out.name);
      else if (key == "country")
        read_country(value, at, out.country);
      else if (key == "geonames")
        read(value, at, out.geonames);
      else
        return read_coordinate(key, value, at, out.latitude, out.longitude);
      return true;
    });
    need_both_coordinates(path, out.latitude, out.longitude);
    if (out.id.empty() && out.name.empty()) path.fail("must have a name or an id");
  }

  void quantity(const element& json, const Path& path, EventQuantity& out) const {
    bool has_value = false;
    read_object(json, path, unknown, [&](std::string_view key, const element& value, const Path& at) {
      if (key == "value")
        read(value, at, out.value), has_value = true;
      else if (key == "max")
        read(value, at, out.max);
      else if (key == "comparator")
        read_word(value, at, out.comparator, comparator_from);
      else if (key == "of")
        read(value, at, out.of);
      else if (key == "text")
        read(value, at, out.text);
      else
        return false;
      return true;
    });
    if (!has_value) path.fail("must have a value");
    if (out.max.has_value() != (out.comparator == Comparator::between))
      path.fail("has max if and only if the comparator is between");
  }

  void attribution(const element& json, const Path& path, Attribution& out) const {
    read_object(json, path, unknown, [&](std::string_view key, const element& value, const Path& at) {
      if (key == "by")
        party(value, at, out.by);
      else if (key == "verb")
        read(value, at, out.verb);
      else if (key == "stance")
        read_word(value, at, out.stance, stance_from);
      else
        return false;
      return true;
    });
  }

  bool mention_field(std::string_view key, const element& value, const Path& at, EventMention& out) const {
    if (key == "doc")
      read(value, at, out.doc);
    else if (key == "sentence")
      read(value, at, out.sentence);
    else if (key == "span")
      read(value, at, out.span);
    else if (key == "trigger")
      read(value, at, out.trigger);
    else if (key == "text")
      read(value, at, out.text);
    else
      return false;
    return true;
  }

  void mention(const element& json, const Path& path, EventMention& out) const {
    read_object(json, path, unknown, [&](std::string_view key, const element& value, const Path& at) {
      return mention_field(key, value, at, out);
    });
  }

  void time(const element& json, const Path& path, EventRecord& out) const {
    std::string start, end;
    std::optional<Precision> precision;
    read_object(json, path, unknown, [&](std::string_view key, const element& value, const Path& at) {
      if (key == "start")
        read(value, at, start);
      else if (key == "end")
        read(value, at, end);
      else if (key == "precision")
        read_word(value, at, precision, precision_from);
      else if (key == "text")
        read(value, at, out.time_text);
      else
        return false;
      return true;
    });
    if (start.empty() && end.empty() && !precision) return;
    const auto first = parse_time(start);
    if (!first) Path(path, "start").fail(fmt::format("\"{}\" is no time", start));
    if (!end.empty() && !parse_time(end)) Path(path, "end").fail(fmt::format("\"{}\" is no time", end));
    out.time = span_of(start, end.empty() ? start : end, precision.value_or(first->precision));
    if (!out.time) path.fail("ends before it starts");
  }

  void role(const element& json, const Path& path, OfficeRole& out) const {
    const auto stretch = [](const element& value, const Path& at, std::optional<TimeSpan>& span) {
      std::string text;
      read(value, at, text);
      span = parse_time(text);
      if (!span) at.fail(fmt::format("\"{}\" is no time", text));
    };
    read_object(json, path, unknown, [&](std::string_view key, const element& value, const Path& at) {
      if (key == "title")
        read(value, at, out.title);
      else if (key == "of")
        read(value, at, out.of);
      else if (key == "from")
        stretch(value, at, out.from);
      else if (key == "to")
        stretch(value, at, out.to);
      else if (key == "doc")
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

EventRecord event_from_json(const element& json, std::vector<std::string>& unknown) {
  const Context context{unknown};
  EventRecord out;
  EventMention own;
  const auto party = [&](const element& v, const Path& p, Party& party) { context.named_party(v, p, party); };
  read_object(json, Path(), unknown, [&](std::string_view key, const element& value, const Path& at) {
    if (key == "id")
      read(value, at, out.id);
    else if (key == "type")
      read(value, at, out.type);
    else if (key == "mode")
      read(value, at, out.mode);
    else if (key == "cameo")
      read(value, at, out.cameo);
    else if (key == "plover")
      read(value, at, out.plover);
    else if (key == "quad")
      read_word(value, at, out.quad, quad_from);
    else if (key == "intensity")
      read_within(value, at, out.intensity, -10, 10);
    else if (key == "time")
      context.time(value, at, out);
    else if (key == "actors")
      read_list(value, at, out.actors, party);
    else if (key == "recipients")
      read_list(value, at, out.recipients, party);
    else if (key == "places")
      read_list(value, at, out.places,
                [&](const element& v, const Path& p, PlaceName& o) { context.place(v, p, o); });
    else if (key == "quantities")
      read_list(value, at, out.quantities,
                [&](const element& v, const Path& p, EventQuantity& o) { context.quantity(v, p, o); });
    else if (key == "status")
      read_word(value, at, out.status, status_from);
    else if (key == "attribution")
      read_list(value, at, out.attribution,
                [&](const element& v, const Path& p, Attribution& o) { context.attribution(v, p, o); });
    else if (key == "about")
      read(value, at, out.about);
    else if (key == "quote")
      read(value, at, out.quote);
    else if (key == "mentions")
      read_list(value, at, out.mentions,
                [&](const element& v, const Path& p, EventMention& o) { context.mention(v, p, o); });
    else if (key == "confidence")
      read_within(value, at, out.confidence, 0, 1);
    else if (key == "fields")
      read_fields(value, at, out.fields);
    else
      return context.mention_field(key, value, at, own);
    return true;
  });
  need(out.type, "type");
  // A document named beside the mentions tells nothing that a mention in it does not tell better.
  const bool only_document = own == EventMention{.doc = own.doc};
  const auto told = [&](const EventMention& m) { return only_document ? m.doc == own.doc : m == own; };
  if (own != EventMention{} && std::ranges::none_of(out.mentions, told))
    out.mentions.insert(out.mentions.begin(), std::move(own));
  return out;
}

Entity entity_from_json(const element& json, std::vector<std::string>& unknown) {
  const Context context{unknown};
  Entity out;
  read_object(json, Path(), unknown, [&](std::string_view key, const element& value, const Path& at) {
    if (key == "id")
      read(value, at, out.id);
    else if (key == "name")
      read(value, at, out.name);
    else if (key == "kind")
      read_word(value, at, out.kind, entity_kind_from);
    else if (key == "country")
      read_country(value, at, out.country);
    else if (key == "sector")
      read(value, at, out.sector);
    else if (key == "aliases")
      read_list(value, at, out.aliases,
                [](const element& v, const Path& p, std::string& text) { read(v, p, text); });
    else if (key == "roles")
      read_list(value, at, out.roles,
                [&](const element& v, const Path& p, OfficeRole& o) { context.role(v, p, o); });
    else if (key == "merges")
      read_list(value, at, out.merges, [&](const element& v, const Path& p, NameMerge& merge) {
        read_object(v, p, unknown, [&](std::string_view field, const element& text, const Path& where) {
          std::string* into = field == "name"   ? &merge.name
                              : field == "with" ? &merge.with
                              : field == "rule" ? &merge.rule
                                                : nullptr;
          if (into == nullptr) return false;
          read(text, where, *into);
          return true;
        });
      });
    else if (key == "wikidata")
      read(value, at, out.wikidata);
    else if (key == "geonames")
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
  read_object(json, Path(), unknown, [&](std::string_view key, const element& value, const Path& at) {
    if (key == "id")
      read(value, at, out.id);
    else if (key == "title")
      read(value, at, out.title);
    else if (key == "url")
      read(value, at, out.url);
    else if (key == "outlet")
      read(value, at, out.outlet);
    else if (key == "language")
      read(value, at, out.language);
    else if (key == "sha256")
      read(value, at, out.sha256);
    else if (key == "published") {
      std::string text;
      read(value, at, text);
      out.published = parse_published(text);
      if (!out.published) at.fail(fmt::format("\"{}\" is no date", text));
    } else if (key == "text" && form == DocumentForm::with_text)
      read(value, at, out.text);
    else
      return false;
    return true;
  });
  if (form == DocumentForm::row_of_graph) need(out.id, "id");
  return out;
}

}  // namespace ekg
