#include "graph/record_codec.hpp"

#include <fmt/format.h>

#include <cstring>

namespace ekg {
namespace {

constexpr std::string_view event_prefix = "ev-";
constexpr std::size_t event_id_length = 19;

void set_event_id(std::string& out, std::uint64_t number) {
  char id[event_id_length] = {'e', 'v', '-'};
  for (std::size_t i = event_id_length; i-- > event_prefix.size(); number >>= 4)
    id[i] = "0123456789abcdef"[number & 15];
  out.assign(id, event_id_length);
}

class Encoder {
 public:
  Encoder(StringTable& strings, std::vector<unsigned char>& out) : strings_(strings), out_(out) {}

  void number(std::uint64_t value) {
    while (value >= 0x80) {
      out_.push_back(static_cast<unsigned char>(value | 0x80));
      value >>= 7;
    }
    out_.push_back(static_cast<unsigned char>(value));
  }
  void name(std::string_view text) { number(strings_.intern(text)); }
  void text(std::string_view text) {
    number(text.size());
    out_.insert(out_.end(), text.begin(), text.end());
  }
  template <class Value>
  void raw(Value value) {
    unsigned char bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    out_.insert(out_.end(), bytes, bytes + sizeof value);
  }
  template <class Value>
  void maybe(const std::optional<Value>& value) {
    number(value.has_value());
    if (value) raw(*value);
  }
  void event_id(std::string_view id) {
    const auto packed = packed_event_id(id);
    number(packed.has_value());
    if (packed)
      raw(*packed);
    else
      name(id);
  }
  void party(const Party& party) {
    name(party.id);
    name(party.name);
    number(static_cast<std::uint64_t>(party.kind));
    name(party.country);
    name(party.sector);
    name(party.mention);
    number(party.inferred);
  }

 private:
  StringTable& strings_;
  std::vector<unsigned char>& out_;
};

class Decoder {
 public:
  Decoder(const unsigned char* bytes, const StringTable& strings) : at_(bytes), strings_(strings) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
      const unsigned char byte = *at_++;
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }
  // Most names are empty, and clearing is much cheaper than an assignment.
  void name(std::string& out) {
    if (const std::uint64_t id = number(); id == 0)
      out.clear();
    else
      out = strings_.at(static_cast<StringTable::Id>(id));
  }
  void text(std::string& out) {
    const std::size_t size = number();
    out.assign(reinterpret_cast<const char*>(at_), size);
    at_ += size;
  }
  template <class Value>
  Value raw() {
    Value value;
    std::memcpy(&value, at_, sizeof value);
    at_ += sizeof value;
    return value;
  }
  template <class Value>
  void maybe(std::optional<Value>& out) {
    out.reset();
    if (number() != 0) out = raw<Value>();
  }
  template <class Enumeration>
  void code(Enumeration& out) {
    out = static_cast<Enumeration>(number());
  }
  void event_id(std::string& out) {
    if (number() == 0) return name(out);
    set_event_id(out, raw<std::uint64_t>());
  }
  void party(Party& out) {
    name(out.id);
    name(out.name);
    code(out.kind);
    name(out.country);
    name(out.sector);
    name(out.mention);

    out.inferred = number() != 0;
    out.aliases.clear();
    out.roles.clear();
  }
  void parties(std::vector<Party>& out) {
    out.resize(number());
    for (Party& one : out) party(one);
  }
  void pass_parties() {
    constexpr int numbers_of_party = 7;
    for (std::uint64_t left = number() * numbers_of_party; left > 0; --left)
      while (*at_++ >= 0x80) {
      }
  }

 private:
  const unsigned char* at_;
  const StringTable& strings_;
};

}  // namespace

std::optional<std::uint64_t> packed_event_id(std::string_view id) {
  if (id.size() != event_id_length || !id.starts_with(event_prefix)) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : id.substr(event_prefix.size())) {
    if (c >= '0' && c <= '9')
      value = value << 4 | static_cast<std::uint64_t>(c - '0');
    else if (c >= 'a' && c <= 'f')
      value = value << 4 | static_cast<std::uint64_t>(c - 'a' + 10);
    else
      return std::nullopt;
  }
  return value;
}

std::string unpacked_event_id(std::uint64_t number) { return fmt::format("{}{:016x}", event_prefix, number); }

void encode_record(const EventRecord& record, StringTable& strings, std::vector<unsigned char>& bytes) {
  Encoder out(strings, bytes);
  out.event_id(record.id);
  out.name(record.mode);
  out.name(record.cameo);
  out.name(record.plover);
  out.name(record.time_text);
  out.number(record.actors.size());
  for (const Party& party : record.actors) out.party(party);
  out.number(record.recipients.size());
  for (const Party& party : record.recipients) out.party(party);
  out.number(record.places.size());
  for (const PlaceName& place : record.places) {
    out.name(place.id);
    out.name(place.name);
    out.name(place.country);
    out.maybe(place.latitude);
    out.maybe(place.longitude);
    out.maybe(place.geonames);
  }
  out.number(record.quantities.size());
  for (const EventQuantity& quantity : record.quantities) {
    out.raw(quantity.value);
    out.maybe(quantity.max);
    out.number(static_cast<std::uint64_t>(quantity.comparator));
    out.name(quantity.of);
    out.text(quantity.text);
  }
  out.number(record.attribution.size());
  for (const Attribution& attribution : record.attribution) {
    out.party(attribution.by);
    out.name(attribution.verb);
    out.number(static_cast<std::uint64_t>(attribution.stance));
  }
  out.event_id(record.about);
  out.text(record.quote);
  out.number(record.mentions.size());
  for (const EventMention& mention : record.mentions) {
    out.name(mention.doc);
    out.maybe(mention.sentence);
    out.maybe(mention.span);
    out.maybe(mention.trigger);
    out.text(mention.text);
  }
  out.number(record.fields.size());
  for (const SourceField& field : record.fields) {
    out.name(field.name);
    out.text(field.value);
  }
}

namespace {

template <bool with_parties>
void decode(const unsigned char* bytes, const StringTable& strings, EventRecord& record) {
  Decoder in(bytes, strings);
  in.event_id(record.id);
  in.name(record.mode);
  in.name(record.cameo);
  in.name(record.plover);
  in.name(record.time_text);
  if constexpr (with_parties) {
    in.parties(record.actors);
    in.parties(record.recipients);
  } else {
    in.pass_parties();
    in.pass_parties();
  }
  record.places.resize(in.number());
  for (PlaceName& place : record.places) {
    in.name(place.id);
    in.name(place.name);
    in.name(place.country);
    in.maybe(place.latitude);
    in.maybe(place.longitude);
    in.maybe(place.geonames);
  }
  record.quantities.resize(in.number());
  for (EventQuantity& quantity : record.quantities) {
    quantity.value = in.raw<double>();
    in.maybe(quantity.max);
    in.code(quantity.comparator);
    in.name(quantity.of);
    in.text(quantity.text);
  }
  record.attribution.resize(in.number());
  for (Attribution& attribution : record.attribution) {
    in.party(attribution.by);
    in.name(attribution.verb);
    in.code(attribution.stance);
  }
  in.event_id(record.about);
  in.text(record.quote);
  record.mentions.resize(in.number());
  for (EventMention& mention : record.mentions) {
    in.name(mention.doc);
    in.maybe(mention.sentence);
    in.maybe(mention.span);
    in.maybe(mention.trigger);
    in.text(mention.text);
  }
  record.fields.resize(in.number());
  for (SourceField& field : record.fields) {
    in.name(field.name);
    in.text(field.value);
  }
}

}  // namespace

void decode_record(const unsigned char* bytes, const StringTable& strings, EventRecord& record) {
  decode<true>(bytes, strings, record);
}

void decode_deed(const unsigned char* bytes, const StringTable& strings, EventRecord& record) {
  decode<false>(bytes, strings, record);
}

std::string decode_record_id(const unsigned char* bytes, const StringTable& strings) {
  Decoder in(bytes, strings);
  std::string id;
  in.event_id(id);
  return id;
}

}  // namespace ekg
