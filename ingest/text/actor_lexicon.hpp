// What is known of names before any text is read: states, their adjectives, capitals and governments,
// organisations, armed groups, media, office holders, agent nouns and places, from data/actors and
// data/places. Immutable after construction: any number of threads may share one. Views live as long as the
// lexicon.
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/text/parsed_document.hpp"

namespace ekg {

// What a name is used for. One name may be several: "Moscow" is a capital; "minister" is a title and an
// agent.
enum class NameUse : std::uint8_t {
  state,         // "Russia", "DPRK"
  adjective,     // "Russian"
  people,        // "Russians", "the Dutch"
  capital,       // "Moscow": a place, and its government where it acts
  seat,          // "the Kremlin", "Whitehall": a government's metonym
  institution,   // "Pentagon", "Bundeswehr": a body of one state
  organization,  // "NATO", "Amnesty International"
  armed_group,   // "Hezbollah"
  media,         // "Financial Times"
  person,        // "Rustem Umerov", in office during [from, to)
  agent,         // "soldier", "rebel": a common noun, by lemma
  title,         // "president", "Maj": before or after a person's name; by lemma
  body,          // "defence ministry", "air force": a government's body, of the state that modifies it
  thing,         // "tank", "missile": weapons and vehicles, by lemma
  place,         // "Kursk Oblast"
  community,     // "Kurdish", "Sunni": adjective or people without a state
};

struct LexiconEntry {
  NameUse use = NameUse::place;
  MentionKind kind = MentionKind::other;
  std::string_view name;                      // the canonical name: "Russia" for all names of the state
  std::string_view country;                   // ISO 3166-1 alpha-3; empty: none or unknown
  std::string_view sector;                    // CAMEO sector; empty: none
  std::string_view title;                     // of a person in office: "president"
  std::optional<std::chrono::sys_days> from;  // [from, to): when the name is this; nullopt: open
  std::optional<std::chrono::sys_days> to;
  std::optional<double> latitude;  // degrees, WGS 84; both or none
  std::optional<double> longitude;

  bool valid_at(std::optional<std::chrono::sys_days> day) const {
    return !day || ((!from || *from <= *day) && (!to || *day < *to));
  }
};

// The longest names found in a token sequence: tokens [first, last) and all entries of that name, best first.
struct LexiconMatch {
  TokenIndex first = 0;
  TokenIndex last = 0;
  std::span<const LexiconEntry> entries;
};

// A name of a user's own dictionary. Where the embedded files have the same name for the same state and know
// more of it (an adjective, a capital), theirs is kept; else this one comes first.
struct OwnName {
  enum class Where : std::uint8_t {
    state,   // a state, or what stands for one as its capital does
    name,    // a body or a person without an office
    person,  // somebody in an office during [from, to)
    agent    // a common noun
  } where = Where::name;
  std::string words;       // as in the text, in lower case
  std::string base;        // agents: the singular, to look up what the embedded files know
  std::string entry_name;  // the canonical name
  std::string country;     // ISO 3166-1 alpha-3
  std::string sector;
  std::string agent;  // agents: "person" or "body", unless the embedded files know better
  MentionKind kind = MentionKind::other;
  std::optional<std::chrono::sys_days> from, to;  // [from, to)
  bool is_default = false;                        // holds where the day is not known
};

class ActorLexicon {
 public:
  // Reads the embedded files, in under 20 ms.
  ActorLexicon();
  // With names of a user's own. O(n log n) in the names.
  explicit ActorLexicon(std::vector<OwnName> names);
  ~ActorLexicon();
  ActorLexicon(ActorLexicon&&) noexcept;

  // All entries of a name, whatever the case, accents, hyphens or dots ("U.K." is "UK"). Empty when unknown.
  std::span<const LexiconEntry> find(std::string_view name) const;
  // The entry with that use, or nullptr.
  const LexiconEntry* find(std::string_view name, NameUse use) const;

  // Names that start at token `first` and end before `limit`, longest first. A name whose letters are
  // capitals must stand so in the text ("WHO" is not "who"), other names must begin with a capital, agents
  // and bodies need not.
  void matches_at(const ParsedDocument& parsed, TokenIndex first, TokenIndex limit,
                  std::vector<LexiconMatch>& found) const;

  // The state's usual name ("RUS" → "Russia"), empty for an unknown code.
  std::string_view state_name(std::string_view alpha3) const;
  // "RU" → "RUS", empty for an unknown code.
  std::string_view alpha3_of(std::string_view alpha2) const;

  std::size_t size() const;  // names

 private:
  struct Tables;
  std::unique_ptr<const Tables> tables_;
};

// The form in which names are compared: lower case, no accents, words separated by one blank; hyphens, dots
// and apostrophes are gone ("al-Qa'ida" → "al qaida", "U.S." → "us").
std::string name_key(std::string_view name);

}  // namespace ekg
