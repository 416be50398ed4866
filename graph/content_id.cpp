#include "graph/content_id.hpp"

#include <fmt/format.h>

#include <iterator>

#include "graph/event_record.hpp"

namespace ekg {
namespace {

constexpr char unit_separator = '\x1f';

class ContentText {
 public:
  void text(std::string_view value) {
    out_.append(value);
    out_.push_back(unit_separator);
  }
  template <class Number>
  void number(Number value) {
    fmt::format_to(std::back_inserter(out_), "{}{}", value, unit_separator);
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
  std::string take() { return std::move(out_); }

 private:
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
  return fmt::format("{}-{:016x}", prefix, content_hash(content));
}

std::string canonical_content(const EventRecord& record) {
  ContentText out;
  out.text(record.type);
  out.text(record.mode);
  out.text(record.cameo);
  out.text(record.plover);
  out.number(record.quad ? static_cast<int>(*record.quad) : -1);
  out.number(record.intensity);
  if (record.time) {
    out.number(record.time->begin.time_since_epoch().count());
    out.number(record.time->end.time_since_epoch().count());
    out.number(static_cast<int>(record.time->precision));
  }
  out.text(record.time_text);
  out.list(record.actors, [&](const Party& party) { out.party(party); });
  out.list(record.recipients, [&](const Party& party) { out.party(party); });
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
  return out.take();
}

std::string derived_event_id(const EventRecord& record) {
  return content_id("ev", canonical_content(record));
}

}  // namespace ekg
