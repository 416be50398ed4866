// The codes that event data sets write, read by the tables of data/coded: CAMEO events, countries, sectors.
// Immutable after construction; any number of threads may share one.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "graph/event_record.hpp"

namespace ekg {

struct CameoMeaning {
  std::string type, mode;
  std::string plover;  // empty: none
  Quad quad = Quad::verbal_cooperation;
  double intensity = 0;  // Goldstein
};

struct SectorMeaning {
  std::string sector;  // CAMEO; empty: none
  EntityKind kind = EntityKind::other;
  std::size_t rank = 0;  // the least of several says what a party is
};

class Codes {
 public:
  // Reads the embedded tables, once.
  static const Codes& get();

  // nullptr for a code that CAMEO does not have. O(1).
  const CameoMeaning* cameo(std::string_view code) const;
  // The code that this is without its first zero ("010" of "10", which is another code); empty when none is.
  std::string with_lost_zero(std::string_view code) const;
  // The code that a name of CAMEO's has, without case and with '_' as a blank; empty when unknown.
  std::string_view cameo_named(std::string_view name) const;
  // "type" or "type.mode" of a PLOVER root in capitals and its mode, which may be empty or unknown; nullopt:
  // no root.
  std::optional<std::string> plover(std::string_view root, std::string_view mode) const;
  // ISO 3166-1 alpha-3 of a name as data sets write it; empty when unknown.
  std::string country(std::string_view name) const;
  // ISO 3166-1 alpha-3 of such a code or of a name; empty when unknown.
  std::string state(std::string_view code_or_name) const;
  // Of a FIPS 10-4 code; empty when unknown.
  std::string_view fips_country(std::string_view code) const;
  // "UKRMIL", "IGOUNO", "USAGOVMIL": state, sector and kind, as far as its pieces of three letters are known.
  struct Actor {
    std::string country;  // alpha-3; empty: none
    std::optional<SectorMeaning> sector;
    bool only_country = false;  // nothing but a state's code
  };
  Actor actor(std::string_view code) const;
  // The state of a CAMEO country code; empty for a region, a body or an unknown code.
  std::string cameo_country(std::string_view code) const;
  // Of role codes, three letters each ("GOVMIL"): what the first in rank says; nullopt: none is known.
  std::optional<SectorMeaning> roles(std::string_view codes) const;
  // The name that the state is known by; empty for an unknown code.
  std::string_view state_name(std::string_view alpha3) const;
  // What an actor's name says where nothing else tells of it. "Military Forces of Ukraine (2019-)" are those
  // that others call "Military Forces of Ukraine": the years of a government are no part of the name and stay
  // in the mention. The state is that in brackets at the end ("Civilians (India)"), or that behind "of" where
  // there are years or the name begins as those of a state's forces do (acled_actors.tsv), which also tells
  // sector and kind: "Front for the Liberation of Congo" is of no state. Empty, and kind other: not told.
  Party actor_called(std::string_view name) const;
  bool is_person(std::string_view name) const;  // somebody whose offices data/actors/leaders.tsv knows
  // Of a list of ICEWS sectors divided by commas: what the first in rank says; nullopt: none is known.
  std::optional<SectorMeaning> icews_sectors(std::string_view list) const;

  // "type" or "type.mode" of ACLED's sub_event_type; nullopt: unknown, or no type fits.
  std::optional<std::string> acled_event(std::string_view sub_event_type) const;
  // Of ACLED's inter1 or inter2, a number or words; nullopt: unknown.
  std::optional<SectorMeaning> acled_inter(std::string_view inter) const;

 private:
  Codes();
  struct Affix {
    std::string text;
    SectorMeaning meaning;
  };
  std::unordered_map<std::string, CameoMeaning> cameo_;
  std::unordered_map<std::string, std::string> countries_;
  std::unordered_map<std::string, std::string> fips_, cameo_countries_;
  std::unordered_map<std::string, SectorMeaning> roles_, icews_, acled_inters_;
  std::unordered_map<std::string, std::string> acled_events_, cameo_names_, plover_;
  std::vector<Affix> actor_beginnings_;
  std::vector<Affix> icews_ends_;
};

// Fills type, mode, cameo, PLOVER root, quad and intensity. Throws FieldError naming `column` when CAMEO has
// no such code.
void set_cameo(EventRecord& record, std::string_view code, std::string_view column);

// Fills type, mode, PLOVER root and quad class from "type" or "type.mode" of the ontology; no code and no
// intensity: the data set gives none. REQUIRES: the ontology has it.
void set_type(EventRecord& record, std::string_view type);

}  // namespace ekg
