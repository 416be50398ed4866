#include "export/record_json.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "export/json_text.hpp"

namespace ekg {
namespace {

void append_names(JsonText& json, const std::vector<std::string>& aliases,
                  const std::vector<OfficeRole>& roles) {
  if (!aliases.empty()) {
    json.key("aliases").open_list();
    for (const std::string& alias : aliases) json.text(alias);
    json.close_list();
  }
  if (roles.empty()) return;
  json.key("roles").open_list();
  for (const OfficeRole& role : roles) {
    json.open_object().maybe("title", role.title).maybe("of", role.of);
    if (role.from) json.member("from", time_word(*role.from));
    if (role.to) json.member("to", time_word(*role.to));
    json.maybe("doc", role.doc).close_object();
  }
  json.close_list();
}

void append_party(JsonText& json, const Party& party) {
  json.open_object().maybe("id", party.id).maybe("name", party.name).member("kind", to_string(party.kind));
  json.maybe("country", party.country).maybe("sector", party.sector).maybe("mention", party.mention);
  if (party.inferred) json.key("inferred").boolean(true);
  append_names(json, party.aliases, party.roles);
  json.close_object();
}

void append_parties(JsonText& json, std::string_view name, const std::vector<Party>& parties) {
  if (parties.empty()) return;
  json.key(name).open_list();
  for (const Party& party : parties) append_party(json, party);
  json.close_list();
}

void append_places(JsonText& json, const std::vector<PlaceName>& places) {
  if (places.empty()) return;
  json.key("places").open_list();
  for (const PlaceName& place : places) {
    json.open_object().maybe("id", place.id).maybe("name", place.name).maybe("country", place.country);
    json.maybe("lat", place.latitude)
        .maybe("lon", place.longitude)
        .maybe("geonames", place.geonames)
        .close_object();
  }
  json.close_list();
}

void append_quantities(JsonText& json, const std::vector<EventQuantity>& quantities) {
  if (quantities.empty()) return;
  json.key("quantities").open_list();
  for (const EventQuantity& quantity : quantities) {
    json.open_object().maybe("value", std::optional(quantity.value)).maybe("max", quantity.max);
    json.member("comparator", to_string(quantity.comparator));
    json.maybe("of", quantity.of).maybe("text", quantity.text).close_object();
  }
  json.close_list();
}

void append_attribution(JsonText& json, const std::vector<Attribution>& attribution) {
  if (attribution.empty()) return;
  json.key("attribution").open_list();
  for (const Attribution& said : attribution) {
    json.open_object();
    if (said.by != Party{}) {
      json.key("by");
      append_party(json, said.by);
    }
    json.maybe("verb", said.verb).member("stance", to_string(said.stance)).close_object();
  }
  json.close_list();
}

void append_range(JsonText& json, std::string_view name,
                  const std::optional<std::array<std::uint32_t, 2>>& range) {
  if (range) json.key(name).open_list().integer((*range)[0]).integer((*range)[1]).close_list();
}

void append_mention(JsonText& json, const EventMention& mention) {
  json.maybe("doc", mention.doc);
  if (mention.sentence) json.key("sentence").integer(*mention.sentence);
  append_range(json, "span", mention.span);
  append_range(json, "trigger", mention.trigger);
  json.maybe("text", mention.text);
}

void append_time(JsonText& json, const EventRecord& record) {
  if (!record.time && record.time_text.empty()) return;
  json.key("time").open_object();
  if (record.time) {
    json.member("start", format_begin(*record.time)).member("end", format_end(*record.time));
    json.member("precision", to_string(record.time->precision));
  }
  json.maybe("text", record.time_text).close_object();
}

// [begin, end) of the calendar unit that `begin` opens; nullopt when the span is something else.
template <class Begin, class End>
bool is_exactly(const TimeSpan& span, Begin begin, End end) {
  return std::chrono::sys_seconds(begin) == span.begin && std::chrono::sys_seconds(end) == span.end;
}

std::string iso_week(std::chrono::sys_days monday) {
  using namespace std::chrono;
  const sys_days thursday = monday + days(3);
  const year_month_day date(thursday);
  const auto week = (thursday - sys_days(date.year() / 1 / 1)).count() / 7 + 1;
  return fmt::format("{:04}-W{:02}", static_cast<int>(date.year()), week);
}

}  // namespace

std::string time_word(const TimeSpan& span) {
  using namespace std::chrono;
  const sys_days first = floor<days>(span.begin);
  const year_month_day date(first);
  const int year_number = static_cast<int>(date.year());
  const unsigned month_number = static_cast<unsigned>(date.month());
  switch (span.precision) {
    case Precision::minute:
      return fmt::format("{:%Y-%m-%dT%H:%MZ}", span.begin);
    case Precision::week:
      if (weekday(first) == Monday && is_exactly(span, first, first + days(7))) return iso_week(first);
      break;
    case Precision::month:
      if (is_exactly(span, sys_days(date.year() / date.month() / 1),
                     sys_days((date.year() / date.month() + months(1)) / 1)))
        return fmt::format("{:04}-{:02}", year_number, month_number);
      break;
    case Precision::quarter:
      if (month_number % 3 == 1 && is_exactly(span, sys_days(date.year() / date.month() / 1),
                                              sys_days((date.year() / date.month() + months(3)) / 1)))
        return fmt::format("{:04}-Q{}", year_number, month_number / 3 + 1);
      break;
    case Precision::year:
      if (is_exactly(span, sys_days(date.year() / 1 / 1), sys_days((date.year() + years(1)) / 1 / 1)))
        return fmt::format("{:04}", year_number);
      break;
    case Precision::decade:
      if (year_number % 10 == 0 &&
          is_exactly(span, sys_days(date.year() / 1 / 1), sys_days((date.year() + years(10)) / 1 / 1)))
        return fmt::format("{:03}X", year_number / 10);
      break;
    default:
      break;
  }
  return format_begin(span);
}

void append_json(std::string& out, const Document& document) {
  JsonText json(out);
  json.open_object().member("id", document.id).maybe("title", document.title).maybe("url", document.url);
  json.maybe("outlet", document.outlet).maybe("language", document.language);
  if (document.published) json.member("published", time_word(*document.published));
  json.maybe("sha256", document.sha256).close_object();
}

void append_json(std::string& out, const Entity& entity) {
  JsonText json(out);
  json.open_object()
      .member("id", entity.id)
      .maybe("name", entity.name)
      .member("kind", to_string(entity.kind));
  json.maybe("country", entity.country).maybe("sector", entity.sector);
  append_names(json, entity.aliases, entity.roles);
  if (!entity.merges.empty()) {
    json.key("merges").open_list();
    for (const NameMerge& merge : entity.merges)
      json.open_object()
          .member("name", merge.name)
          .member("with", merge.with)
          .member("rule", merge.rule)
          .close_object();
    json.close_list();
  }
  json.maybe("wikidata", entity.wikidata).maybe("lat", entity.latitude).maybe("lon", entity.longitude);
  json.maybe("geonames", entity.geonames).close_object();
}

void append_json(std::string& out, const EventRecord& record) {
  JsonText json(out);
  json.open_object().maybe("id", record.id).member("type", record.type).maybe("mode", record.mode);
  json.maybe("cameo", record.cameo).maybe("plover", record.plover);
  if (record.quad) json.member("quad", to_string(*record.quad));
  json.maybe("intensity", record.intensity);
  append_time(json, record);
  append_parties(json, "actors", record.actors);
  append_parties(json, "recipients", record.recipients);
  append_places(json, record.places);
  append_quantities(json, record.quantities);
  json.member("status", to_string(record.status));
  append_attribution(json, record.attribution);
  json.maybe("about", record.about).maybe("quote", record.quote);
  if (!record.mentions.empty()) append_mention(json, record.mentions.front());
  if (record.mentions.size() > 1) {
    json.key("mentions").open_list();
    for (const EventMention& mention : record.mentions) {
      json.open_object();
      append_mention(json, mention);
      json.close_object();
    }
    json.close_list();
  }
  json.maybe("confidence", record.confidence);
  if (!record.fields.empty()) {
    json.key("fields").open_object();
    for (const SourceField& field : record.fields) json.member(field.name, field.value);
    json.close_object();
  }
  json.close_object();
}

}  // namespace ekg
