#include "ingest/coded/codes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <sstream>
#include <stdexcept>

#include "graph/embedded.hpp"
#include "ingest/entity_names.hpp"
#include "ingest/record_json.hpp"
#include "ingest/text/actor_lexicon.hpp"
#include "ingest/text/events/tsv.hpp"
#include "ingest/text/ontology.hpp"
#include "ingest/text/utf8.hpp"

namespace ekg {
namespace {

template <class Row>
void for_each_row_of(std::string_view path, std::size_t columns, Row each) {
  std::istringstream in{std::string(embedded_data(path))};
  for_each_row(in, [&](std::string_view line, std::uint64_t number) {
    const auto field = split(line, '\t');
    // The tables are ours; a bad one is a bug that the first test finds.
    if (field.size() != columns)
      throw std::logic_error(fmt::format("{}:{}: {} columns", path, number, columns));
    each(field);
  });
}

std::string or_empty(std::string_view field) { return field == "-" ? std::string() : std::string(field); }

SectorMeaning sector_of(std::string_view sector, std::string_view kind, std::size_t rank) {
  const auto known = entity_kind_from(kind);
  if (!known) throw std::logic_error(fmt::format("unknown kind {}", kind));
  return {or_empty(sector), *known, rank};
}

// "Military Forces of Russia (2000-) Air Force": what stands before the years of a government and behind
// them. Without years all stands before.
struct Called {
  std::string_view before, behind;
  bool has_years = false;
};
Called without_years(std::string_view name) {
  for (std::size_t open = 0; (open = name.find(" (", open)) != std::string_view::npos; ++open) {
    const std::size_t close = name.find(')', open);
    if (open == 0 || close == std::string_view::npos) break;
    const std::string_view inside = name.substr(open + 2, close - open - 2);
    if (inside.size() >= 5 && inside[4] == '-' && (inside.size() == 5 || inside.size() == 9) &&
        inside.find_first_not_of("0123456789-") == std::string_view::npos)
      return {name.substr(0, open), name.substr(close + 1), true};
  }
  return {name, {}, false};
}

}  // namespace

const Codes& Codes::get() {
  static const Codes codes;
  return codes;
}

Codes::Codes() {
  for_each_row_of("coded/cameo.tsv", 5, [&](const auto& field) {
    CameoMeaning meaning;
    const std::size_t dot = field[1].find('.');
    meaning.type = field[1].substr(0, dot);
    if (dot != std::string_view::npos) meaning.mode = field[1].substr(dot + 1);
    meaning.plover = or_empty(field[2]);
    meaning.quad = quad_from(field[3]).value();
    std::from_chars(field[4].data(), field[4].data() + field[4].size(), meaning.intensity);
    cameo_.emplace(field[0], std::move(meaning));
  });
  for_each_row_of("coded/cameo_names.tsv", 2,
                  [&](const auto& field) { cameo_names_.emplace(field[0], field[1]); });
  for_each_row_of("coded/plover.tsv", 2, [&](const auto& field) { plover_.emplace(field[0], field[1]); });
  for_each_row_of("coded/country_names.tsv", 2,
                  [&](const auto& field) { countries_.emplace(field[0], field[1]); });
  for_each_row_of("coded/fips_countries.tsv", 2,
                  [&](const auto& field) { fips_.emplace(field[0], field[1]); });
  for_each_row_of("coded/cameo_countries.tsv", 3,
                  [&](const auto& field) { cameo_countries_.emplace(field[0], or_empty(field[1])); });
  std::size_t rank = 0;
  for_each_row_of("coded/actor_codes.tsv", 3, [&](const auto& field) {
    roles_.emplace(field[0], sector_of(field[1], field[2], ++rank));
  });
  for_each_row_of("coded/acled_actors.tsv", 3, [&](const auto& field) {
    const SectorMeaning meaning = sector_of(field[1], field[2], ++rank);
    if (field[0].ends_with('*'))
      actor_beginnings_.push_back({std::string(field[0].substr(0, field[0].size() - 1)), meaning});
    else
      acled_inters_.emplace(field[0], meaning);
  });
  for_each_row_of("coded/acled_events.tsv", 2,
                  [&](const auto& field) { acled_events_.emplace(field[0], or_empty(field[1])); });
  for_each_row_of("coded/icews_sectors.tsv", 3, [&](const auto& field) {
    const SectorMeaning meaning = sector_of(field[1], field[2], ++rank);
    if (field[0].starts_with('*'))
      icews_ends_.push_back({std::string(field[0].substr(1)), meaning});
    else
      icews_.emplace(field[0], meaning);
  });
}

const CameoMeaning* Codes::cameo(std::string_view code) const {
  const auto found = cameo_.find(std::string(code));
  return found == cameo_.end() ? nullptr : &found->second;
}

std::string Codes::with_lost_zero(std::string_view code) const {
  std::string whole = "0" + std::string(code);
  return cameo(whole) == nullptr ? std::string() : whole;
}

std::string_view Codes::cameo_named(std::string_view name) const {
  std::string key = ascii_lower(name);
  std::ranges::replace(key, '_', ' ');
  const auto found = cameo_names_.find(key);
  return found == cameo_names_.end() ? std::string_view() : found->second;
}

std::optional<std::string> Codes::plover(std::string_view root, std::string_view mode) const {
  auto found = plover_.find(std::string(root) + "." + std::string(mode));
  if (found == plover_.end()) found = plover_.find(std::string(root));
  return found == plover_.end() || root.find('.') != root.npos ? std::nullopt : std::optional(found->second);
}

std::string Codes::country(std::string_view name) const {
  if (const auto own = countries_.find(std::string(name)); own != countries_.end()) return own->second;
  const LexiconEntry* state = actors().find(name, NameUse::state);
  return state == nullptr ? std::string() : std::string(state->country);
}

std::string Codes::state(std::string_view code_or_name) const {
  if (code_or_name.size() == 3 && !state_name(code_or_name).empty()) return std::string(code_or_name);
  return code_or_name.empty() ? std::string() : country(code_or_name);
}

std::string_view Codes::fips_country(std::string_view code) const {
  const auto found = fips_.find(std::string(code));
  return found == fips_.end() ? std::string_view() : found->second;
}

std::string Codes::cameo_country(std::string_view code) const {
  const auto own = cameo_countries_.find(std::string(code));
  if (own != cameo_countries_.end()) return own->second;
  return state_name(code).empty() ? std::string() : std::string(code);
}

std::optional<SectorMeaning> Codes::roles(std::string_view codes) const {
  std::optional<SectorMeaning> best;
  for (; codes.size() >= 3; codes.remove_prefix(3)) {
    const auto role = roles_.find(std::string(codes.substr(0, 3)));
    if (role != roles_.end() && (!best || role->second.rank < best->rank)) best = role->second;
  }
  return best;
}

Codes::Actor Codes::actor(std::string_view code) const {
  Actor actor;
  actor.country = cameo_country(code.substr(0, 3));
  actor.only_country = !actor.country.empty() && code.size() == 3;
  actor.sector = roles(actor.country.empty() ? code : code.substr(3));
  return actor;
}

std::string_view Codes::state_name(std::string_view alpha3) const { return actors().state_name(alpha3); }

Party Codes::actor_called(std::string_view name) const {
  const Called called = without_years(name);
  Party party;
  party.name = called.before;
  party.name += called.behind;
  if (party.name != name) party.mention = name;
  const auto beginning = std::ranges::find_if(
      actor_beginnings_, [&](const Affix& affix) { return name.starts_with(affix.text); });
  const bool is_of_state = beginning != actor_beginnings_.end();
  if (is_of_state) party.sector = beginning->meaning.sector, party.kind = beginning->meaning.kind;
  if (const std::size_t open = name.rfind(" ("); open != std::string_view::npos && name.ends_with(')'))
    party.country = country(name.substr(open + 2, name.size() - open - 3));
  if (!called.has_years && !is_of_state) return party;
  for (std::size_t of = 0;
       party.country.empty() && (of = called.before.find(" of ", of)) != called.before.npos;) {
    std::string_view state = called.before.substr(of += 4);
    if (state.starts_with("the ")) state.remove_prefix(4);
    party.country = country(state);
  }
  return party;
}

bool Codes::is_person(std::string_view name) const { return actors().find(name, NameUse::person) != nullptr; }

std::optional<SectorMeaning> Codes::icews_sectors(std::string_view list) const {
  std::optional<SectorMeaning> best;
  for (const std::string_view sector : split(list, ',')) {
    const SectorMeaning* meaning = nullptr;
    if (const auto found = icews_.find(std::string(trim(sector))); found != icews_.end())
      meaning = &found->second;
    for (const Affix& suffix : icews_ends_) {
      if (trim(sector).ends_with(suffix.text) && (meaning == nullptr || suffix.meaning.rank < meaning->rank))
        meaning = &suffix.meaning;
    }
    if (meaning != nullptr && (!best || meaning->rank < best->rank)) best = *meaning;
  }
  return best;
}

std::optional<std::string> Codes::acled_event(std::string_view sub_event_type) const {
  const auto found = acled_events_.find(std::string(sub_event_type));
  if (found == acled_events_.end() || found->second.empty()) return std::nullopt;
  return found->second;
}

std::optional<SectorMeaning> Codes::acled_inter(std::string_view inter) const {
  const auto found = acled_inters_.find(std::string(inter));
  return found == acled_inters_.end() ? std::nullopt : std::optional(found->second);
}

void set_type(EventRecord& record, std::string_view type) {
  static const Ontology ontology;
  const EventType* known = ontology.find(type);
  if (known == nullptr) throw std::logic_error(fmt::format("the ontology has no {}", type));
  record.type = known->name;
  record.mode = known->mode;
  record.plover = known->plover;
  record.quad = known->quad;
}

void set_cameo(EventRecord& record, std::string_view code, std::string_view column) {
  const CameoMeaning* meaning = Codes::get().cameo(code);
  if (meaning == nullptr) {
    std::string message = fmt::format("\"{}\" is no CAMEO code", code);
    if (const std::string whole = Codes::get().with_lost_zero(code); !whole.empty())
      message += fmt::format("; \"{}\" is one: a program took codes for numbers, and zeros were lost", whole);
    throw FieldError{std::string(column), message};
  }
  record.type = meaning->type;
  record.mode = meaning->mode;
  record.cameo = code;
  record.plover = meaning->plover;
  record.quad = meaning->quad;
  record.intensity = meaning->intensity;
}

}  // namespace ekg
