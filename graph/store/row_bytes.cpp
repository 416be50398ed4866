#include "graph/store/row_bytes.hpp"

#include <array>
#include <cstring>
#include <type_traits>

#include "graph/problem.hpp"

namespace ekg {
namespace {

// Writer and Reader have the same calls, so that each row lists its fields once.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}
  void number(std::uint64_t value) {
    while (value >= 0x80) {
      out_.push_back(static_cast<char>(value | 0x80));
      value >>= 7;
    }
    out_.push_back(static_cast<char>(value));
  }
  void field(const std::string& text) {
    number(text.size());
    out_ += text;
  }
  void field(double value) {
    char raw[sizeof value];
    std::memcpy(raw, &value, sizeof value);
    out_.append(raw, sizeof value);
  }
  void field(std::int64_t value) {
    number(static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63));
  }
  void field(std::uint32_t value) { number(value); }
  void field(bool value) { number(value); }
  template <class Enumeration>
  requires std::is_enum_v<Enumeration>
  void field(Enumeration value) { number(static_cast<std::uint64_t>(value)); }
  template <class Value, class Each>
  void maybe(const std::optional<Value>& value, Each each) {
    number(value.has_value());
    if (value) each(*value);
  }
  template <class List, class Each>
  void list(const List& items, Each each) {
    number(items.size());
    for (const auto& item : items) each(item);
  }
  void instant(std::chrono::sys_seconds at) {
    field(static_cast<std::int64_t>(at.time_since_epoch().count()));
  }

 private:
  std::string& out_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(take(1)[0]);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    damaged();
  }
  void field(std::string& text) { text = take(number()); }
  void field(std::string_view& text) { text = take(number()); }
  void field(double& value) { std::memcpy(&value, take(sizeof value).data(), sizeof value); }
  void field(std::int64_t& value) {
    const std::uint64_t folded = number();
    value = static_cast<std::int64_t>(folded >> 1 ^ (0 - (folded & 1)));
  }
  void field(bool& value) { value = number() != 0; }
  void field(std::uint32_t& value) { value = static_cast<std::uint32_t>(number()); }
  template <class Enumeration>
  requires std::is_enum_v<Enumeration>
  void field(Enumeration& value) { value = static_cast<Enumeration>(number()); }
  template <class Value, class Each>
  void maybe(std::optional<Value>& value, Each each) {
    value.reset();
    if (number() != 0) each(value.emplace());
  }
  template <class List, class Each>
  void list(List& items, Each each) {
    const std::uint64_t size = number();
    if (size > bytes_.size()) damaged();
    items.resize(size);  // items that are there are overwritten and keep their memory
    for (auto& item : items) each(item);
  }
  void instant(std::chrono::sys_seconds& at) {
    std::int64_t seconds = 0;
    field(seconds);
    at = std::chrono::sys_seconds(std::chrono::seconds(seconds));
  }
  void finish() const {
    if (!bytes_.empty()) damaged();
  }

 private:
  [[noreturn]] static void damaged() { throw InputError("a row of the store is damaged"); }
  std::string_view take(std::uint64_t size) {
    if (size > bytes_.size()) damaged();
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }
  std::string_view bytes_;
};

template <class Io, class Value>
void maybe_field(Io& io, Value& value) {
  io.maybe(value, [&](auto& known) { io.field(known); });
}

template <class Io, class Span>
void maybe_time(Io& io, Span& span) {
  io.maybe(span, [&](auto& time) {
    io.instant(time.begin);
    io.instant(time.end);
    io.field(time.precision);
  });
}

template <class Io, class Range>
void maybe_range(Io& io, Range& range) {
  io.maybe(range, [&](auto& ends) {
    io.field(ends[0]);
    io.field(ends[1]);
  });
}

template <class Io, class Strings>
void texts(Io& io, Strings& strings) {
  io.list(strings, [&](auto& text) { io.field(text); });
}

template <class Io, class Roles>
void offices(Io& io, Roles& roles) {
  io.list(roles, [&](auto& role) {
    io.field(role.title);
    io.field(role.of);
    maybe_time(io, role.from);
    maybe_time(io, role.to);
    io.field(role.doc);
  });
}

template <class Io, class One>
void party(Io& io, One& row) {
  io.field(row.id);
  io.field(row.name);
  io.field(row.kind);
  io.field(row.country);
  io.field(row.sector);
  io.field(row.mention);
  io.field(row.inferred);
  texts(io, row.aliases);
  offices(io, row.roles);
}

template <class Io, class Row>
void document_fields(Io& io, Row& row) {
  io.field(row.id);
  io.field(row.title);
  io.field(row.url);
  io.field(row.outlet);
  io.field(row.language);
  maybe_time(io, row.published);
  io.field(row.sha256);
}

template <class Io, class Row>
void entity_fields(Io& io, Row& row) {
  io.field(row.id);
  io.field(row.name);
  io.field(row.kind);
  io.field(row.country);
  io.field(row.sector);
  texts(io, row.aliases);
  offices(io, row.roles);
  io.list(row.merges, [&](auto& merge) {
    io.field(merge.name);
    io.field(merge.with);
    io.field(merge.rule);
  });
  io.field(row.wikidata);
  maybe_field(io, row.latitude);
  maybe_field(io, row.longitude);
  maybe_field(io, row.geonames);
}

template <class Io, class Row>
void event_fields(Io& io, Row& row) {
  io.field(row.id);
  io.field(row.type);
  io.field(row.mode);
  io.field(row.cameo);
  io.field(row.plover);
  maybe_field(io, row.quad);
  maybe_field(io, row.intensity);
  maybe_time(io, row.time);
  io.field(row.time_text);
  io.list(row.actors, [&](auto& one) { party(io, one); });
  io.list(row.recipients, [&](auto& one) { party(io, one); });
  io.list(row.places, [&](auto& place) {
    io.field(place.id);
    io.field(place.name);
    io.field(place.country);
    maybe_field(io, place.latitude);
    maybe_field(io, place.longitude);
    maybe_field(io, place.geonames);
  });
  io.list(row.quantities, [&](auto& quantity) {
    io.field(quantity.value);
    maybe_field(io, quantity.max);
    io.field(quantity.comparator);
    io.field(quantity.of);
    io.field(quantity.text);
  });
  io.field(row.status);
  io.list(row.attribution, [&](auto& said) {
    party(io, said.by);
    io.field(said.verb);
    io.field(said.stance);
  });
  io.field(row.about);
  io.field(row.quote);
  io.list(row.mentions, [&](auto& mention) {
    io.field(mention.doc);
    maybe_field(io, mention.sentence);
    maybe_range(io, mention.span);
    maybe_range(io, mention.trigger);
    io.field(mention.text);
  });
  maybe_field(io, row.confidence);
  io.list(row.fields, [&](auto& field) {
    io.field(field.name);
    io.field(field.value);
  });
}

}  // namespace

void encode_row(const Document& document, std::string& out) {
  out.clear();
  Writer io(out);
  document_fields(io, document);
}
void encode_row(const Entity& entity, std::string& out) {
  out.clear();
  Writer io(out);
  entity_fields(io, entity);
}
void encode_row(const EventRecord& record, std::string& out) {
  out.clear();
  Writer io(out);
  event_fields(io, record);
}
void decode_row(std::string_view bytes, Document& document) {
  Reader io(bytes);
  document_fields(io, document);
  io.finish();
}
void decode_row(std::string_view bytes, Entity& entity) {
  Reader io(bytes);
  entity_fields(io, entity);
  io.finish();
}
void decode_row(std::string_view bytes, EventRecord& record) {
  Reader io(bytes);
  event_fields(io, record);
  io.finish();
}

std::string_view row_id(std::string_view bytes) {
  std::string_view id;
  Reader(bytes).field(id);
  return id;
}

}  // namespace ekg
