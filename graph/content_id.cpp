#include "graph/content_id.hpp"

#include <fmt/format.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <iterator>

#include "graph/event_record.hpp"

namespace ekg {
namespace {

std::string id_of(std::string_view prefix, std::uint64_t hash) {
  std::string id(prefix);
  id += '-';
  for (int shift = 60; shift >= 0; shift -= 4) id += "0123456789abcdef"[hash >> shift & 15];
  return id;
}

constexpr char unit_separator = '\x1f';

class ContentText {
 public:
  void text(std::string_view value) {
    out_.append(value);
    out_.push_back(unit_separator);
  }
  template <class Number>
  void number(Number value) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    *end = unit_separator;
    out_.append(digits, end + 1);
  }
  // As fmt writes it, which most ids were made with: 12, 0.5, 1e+16.
  void number(double value) {
    constexpr double exact = 1e15;
    if (value == std::trunc(value) && std::abs(value) < exact && !std::signbit(value))
      return number(static_cast<std::int64_t>(value));
    fmt::format_to(std::back_inserter(out_), "{}", value);
    out_.push_back(unit_separator);
  }
  template <class Number>
  void number(const std::optional<Number>& value) {
    if (value)
      number(*value);
    else
      out_.push_back(unit_separator);
  }
  void range(const std::optional<std::array<std::uint32_t, 2>>& value) {
    if (value) {
      number((*value)[0]);
      number((*value)[1]);
    }
    out_.push_back(unit_separator);
  }
  void party(const Party& party) {
    text(party.id);
    text(party.name);
    number(static_cast<int>(party.kind));
    text(party.country);
    text(party.sector);
    text(party.mention);
    if (party.inferred) text("inferred");
  }
  template <class List, class Function>
  void list(const List& items, Function each) {
    number(items.size());
    for (const auto& item : items) each(item);
  }
  ContentText() { out_.reserve(usual_bytes); }
  std::string take() { return std::move(out_); }
  std::string_view view() const { return out_; }
  void clear() { out_.clear(); }

 private:
  static constexpr std::size_t usual_bytes = 500;
  std::string out_;
};

}  // namespace

std::uint64_t content_hash(std::string_view content) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : content) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211ULL;
  }
  hash ^= hash >> 33;
  hash *= 0xff51afd7ed558ccdULL;
  hash ^= hash >> 33;
  hash *= 0xc4ceb9fe1a85ec53ULL;
  hash ^= hash >> 33;
  return hash;
}

std::string content_id(std::string_view prefix, std::string_view content) {
  return id_of(prefix, content_hash(content));
}

namespace {

void write_kind(ContentText& out, const EventRecord& record) {
  out.text(record.type);
  out.text(record.mode);
  out.text(record.cameo);
  out.text(record.plover);
  out.number(record.quad ? static_cast<int>(*record.quad) : -1);
  out.number(record.intensity);
}

void write_time(ContentText& out, const EventRecord& record) {
  if (record.time) {
    out.number(record.time->begin.time_since_epoch().count());
    out.number(record.time->end.time_since_epoch().count());
    out.number(static_cast<int>(record.time->precision));
  }
  out.text(record.time_text);
}

void write_parties(ContentText& out, const std::vector<Party>& parties) {
  out.list(parties, [&](const Party& party) { out.party(party); });
}

void write_rest(ContentText& out, const EventRecord& record) {
  out.list(record.places, [&](const PlaceName& place) {
    out.text(place.id);
    out.text(place.name);
    out.text(place.country);
    out.number(place.latitude);
    out.number(place.longitude);
    out.number(place.geonames);
  });
  out.list(record.quantities, [&](const EventQuantity& quantity) {
    out.number(quantity.value);
    out.number(quantity.max);
    out.number(static_cast<int>(quantity.comparator));
    out.text(quantity.of);
    out.text(quantity.text);
  });
  out.number(static_cast<int>(record.status));
  out.list(record.attribution, [&](const Attribution& attribution) {
    out.party(attribution.by);
    out.text(attribution.verb);
    out.number(static_cast<int>(attribution.stance));
  });
  out.text(record.about);
  out.text(record.quote);
  out.list(record.mentions, [&](const EventMention& mention) {
    out.text(mention.doc);
    out.number(mention.sentence);
    out.range(mention.span);
    out.range(mention.trigger);
    out.text(mention.text);
  });
  out.number(record.confidence);
  for (const SourceField& field : record.fields) {
    out.text(field.name);
    out.text(field.value);
  }
}

}  // namespace

namespace content {

std::string kind(const EventRecord& record) {
  ContentText out;
  write_kind(out, record);
  return out.take();
}
std::string time(const EventRecord& record) {
  ContentText out;
  write_time(out, record);
  return out.take();
}
std::string parties(const std::vector<Party>& parties) {
  ContentText out;
  write_parties(out, parties);
  return out.take();
}
std::string rest(const EventRecord& record) {
  ContentText out;
  write_rest(out, record);
  return out.take();
}

}  // namespace content

std::string canonical_content(const EventRecord& record) {
  ContentText out;
  write_kind(out, record);
  write_time(out, record);
  write_parties(out, record.actors);
  write_parties(out, record.recipients);
  write_rest(out, record);
  return out.take();
}

std::uint64_t part_hash(std::string_view part) { return XXH3_64bits(part.data(), part.size()); }

std::uint64_t event_hash(const EventParts& parts) {
  static_assert(std::endian::native == std::endian::little && sizeof parts == 5 * sizeof(std::uint64_t));
  return XXH3_64bits(&parts, sizeof parts);
}

std::string derived_event_id(const EventRecord& record) {
  ContentText out;
  const auto hash_of = [&out](auto write, const auto& what) {
    out.clear();
    write(out, what);
    return part_hash(out.view());
  };
  EventParts parts;
  parts.kind = hash_of(write_kind, record);
  parts.time = hash_of(write_time, record);
  parts.actors = hash_of(write_parties, record.actors);
  parts.recipients = hash_of(write_parties, record.recipients);
  parts.rest = hash_of(write_rest, record);
  return id_of("ev", event_hash(parts));
}

}  // namespace ekg
