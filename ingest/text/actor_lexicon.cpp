#include "ingest/text/actor_lexicon.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <unordered_map>

#include "ingest/text/utf8.hpp"
#include "ingest/text/word_table.hpp"

namespace ekg {
namespace {

constexpr std::uint64_t empty_phrase = 0xcbf29ce484222325;

std::uint64_t mixed(std::uint64_t hash, unsigned char byte) { return (hash ^ byte) * 0x100000001b3; }

// The phrase's hash after one more word. A phrase is known by its 64 bits; two names that share them would be
// one.
std::uint64_t extended(std::uint64_t phrase, std::string_view word) {
  for (const char c : word) phrase = mixed(phrase, static_cast<unsigned char>(c));
  phrase = mixed(phrase, ' ');
  return phrase ^ phrase >> 29;
}

bool is_apostrophe_like(char32_t c) {
  return is_apostrophe(c) || c == U'‘' || c == U'ʻ' || c == U'ʽ' || c == U'ʿ' || c == U'ʾ';
}

// Lower case without marks; letters that do not decompose are written as is usual in English.
void append_folded(char32_t c, std::string& out) {
  switch (c) {
    case U'ł':
    case U'Ł':
      out += 'l';
      return;
    case U'ø':
    case U'Ø':
      out += 'o';
      return;
    case U'đ':
    case U'Đ':
      out += 'd';
      return;
    case U'ı':
    case U'İ':
      out += 'i';
      return;
    case U'ß':
      out += "ss";
      return;
    case U'æ':
    case U'Æ':
      out += "ae";
      return;
    case U'œ':
    case U'Œ':
      out += "oe";
      return;
    default:
      break;
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* decomposer = icu::Normalizer2::getNFKDInstance(status);
  if (U_FAILURE(status)) return;
  icu::UnicodeString decomposed = decomposer->normalize(icu::UnicodeString(static_cast<UChar32>(c)), status);
  icu::UnicodeString base;
  for (int i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    const UChar32 part = decomposed.char32At(i);
    if (u_getCombiningClass(part) == 0 && u_isalnum(part)) base.append(u_tolower(part));
  }
  base.toUTF8String(out);
}

// Calls `word` with each folded word of a name or token.
template <typename Word>
void for_each_word(std::string_view name, Word&& word) {
  std::string buffer;
  const auto flush = [&] {
    if (!buffer.empty()) word(std::string_view(buffer));
    buffer.clear();
  };
  for (std::size_t i = 0; i < name.size();) {
    const unsigned char byte = static_cast<unsigned char>(name[i]);
    if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')) {
      buffer += static_cast<char>(byte), ++i;
    } else if (byte >= 'A' && byte <= 'Z') {
      buffer += static_cast<char>(byte + 32), ++i;
    } else {
      const CodePoint at = code_point_at(name, i);
      i += at.size;
      if (is_apostrophe_like(at.value)) {
        const bool clitic = i < name.size() && name[i] == 's' && (i + 1 == name.size() || name[i + 1] == ' ');
        if (clitic) flush();
      } else if (at.value == U'&') {
        flush(), word(std::string_view("and"));
      } else if (at.value >= 128 && is_letter(at.value)) {
        append_folded(at.value, buffer);
      } else if (at.value != U'.') {
        flush();
      }
    }
  }
  flush();
}

// How a name must be written in the text, strictest first.
enum class Writing : std::uint8_t { capitals, capital, any };

Writing writing_of(std::string_view name, NameUse use) {
  if (use == NameUse::agent || use == NameUse::body || use == NameUse::thing) return Writing::any;
  int letters = 0;
  for (const char c : name) {
    if (c >= 'a' && c <= 'z') return Writing::capital;
    if (c == ' ' || static_cast<unsigned char>(c) >= 128) return Writing::capital;
    letters += c >= 'A' && c <= 'Z';
  }
  return letters >= 2 && letters <= 7 ? Writing::capitals : Writing::capital;
}

Writing writing_in(const ParsedDocument& parsed, TokenIndex first, TokenIndex last) {
  bool capitals = true, capital = false;
  for (TokenIndex t = first; t < last; ++t) {
    const std::string_view text = parsed.text_of(t);
    const CodePoint start = code_point_at(text, 0);
    capital |= !is_lower(start.value) && is_word(start.value);
    for (const char c : text) capitals &= !(c >= 'a' && c <= 'z') && static_cast<unsigned char>(c) < 128;
  }
  return capital && capitals ? Writing::capitals : capital ? Writing::capital : Writing::any;
}

std::string plural_of(std::string_view noun) {
  const auto swap = [&](std::string_view end, std::string_view with) {
    return std::string(noun.substr(0, noun.size() - end.size())).append(with);
  };
  if (noun.ends_with("man") && noun != "shaman" && !noun.ends_with("human")) return swap("man", "men");
  if (noun == "child" || noun.ends_with(" child")) return swap("", "ren");
  if (noun == "wife" || noun == "knife") return swap("fe", "ves");
  if (noun == "thief") return "thieves";
  if (noun.ends_with("person")) return swap("person", "people");
  if (noun.ends_with("y") && noun.size() > 1 &&
      std::string_view("aeiou").find(noun[noun.size() - 2]) == std::string_view::npos)
    return swap("y", "ies");
  if (noun.ends_with("s") || noun.ends_with("x") || noun.ends_with("ch") || noun.ends_with("sh"))
    return swap("", "es");
  // "member of parliament", "minister of state": the plural stands on the first noun.
  for (const std::string_view preposition : {" of ", " for ", " in ", "-in-", " at "}) {
    if (const auto at = noun.find(preposition); at != std::string_view::npos)
      return plural_of(noun.substr(0, at)).append(noun.substr(at));
  }
  return swap("", "s");
}

// [from, to) of "1999", "1999-05", "1999-05-31": the begin of the stretch, or with `end` the day after a
// coarse one.
std::optional<std::chrono::sys_days> day_of(std::string_view text, bool end) {
  using namespace std::chrono;
  int part[3] = {0, 1, 1};
  int count = 0;
  for (std::string_view field : split_fields(text, '-')) {
    if (count == 3 ||
        std::from_chars(field.data(), field.data() + field.size(), part[count]).ec != std::errc{})
      return std::nullopt;
    ++count;
  }
  if (count == 0) return std::nullopt;
  const year_month_day first{year(part[0]), month(static_cast<unsigned>(part[1])),
                             day(static_cast<unsigned>(part[2]))};
  if (!first.ok()) return std::nullopt;
  if (!end || count == 3) return sys_days(first);
  return count == 2 ? sys_days(first + months(1)) : sys_days(first + years(1));
}

std::optional<double> number_of(std::string_view text) {
  double value = 0;
  if (text.empty() || std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc{})
    return std::nullopt;
  return value;
}

MentionKind kind_from(std::string_view name) {
  for (int kind = 0; kind <= static_cast<int>(MentionKind::nationality); ++kind) {
    if (to_string(static_cast<MentionKind>(kind)) == name) return static_cast<MentionKind>(kind);
  }
  return MentionKind::other;
}

}  // namespace

std::string name_key(std::string_view name) {
  std::string key;
  for_each_word(name, [&](std::string_view word) {
    if (!key.empty()) key += ' ';
    key += word;
  });
  return key;
}

struct ActorLexicon::Tables {
  struct Row {
    std::uint64_t phrase;
    Writing writing;
    std::uint32_t order;
    LexiconEntry entry;
    bool embedded = true;
  };
  struct Slot {
    std::uint64_t phrase = 0;  // 0: free
    std::uint32_t name = no_name;
  };
  struct Name {
    std::uint32_t begin, capital, any, end;  // entries written in capitals, with a capital, in any way
  };
  static constexpr std::uint32_t no_name = ~std::uint32_t{0};

  std::vector<OwnName> own;  // what entries of a user's names view
  std::vector<Row> rows;     // while loading
  std::vector<std::uint64_t> prefixes;
  std::vector<LexiconEntry> entries;
  std::vector<Name> names;
  std::vector<Slot> slots;  // open addressing; every prefix of a name is there
  std::unordered_map<std::string_view, std::string_view> state_names, alpha3;

  void add(std::string_view name, const LexiconEntry& entry, std::optional<Writing> writing = std::nullopt) {
    std::uint64_t phrase = empty_phrase;
    for_each_word(name, [&](std::string_view word) {
      phrase = extended(phrase, word);
      prefixes.push_back(phrase);
    });
    if (phrase == empty_phrase) return;
    rows.push_back({phrase, writing ? *writing : writing_of(name, entry.use),
                    static_cast<std::uint32_t>(rows.size()), entry});
  }
  void add_all(std::string_view names_, const LexiconEntry& entry) {
    for (std::string_view name : split_fields(names_, '|')) add(name, entry);
  }
  // Fields beyond the end are empty; "-" is empty too.
  static std::string_view field(const std::vector<std::string_view>& row, std::size_t index) {
    return index < row.size() && row[index] != "-" ? row[index] : std::string_view();
  }

  Slot& slot(std::uint64_t phrase) {
    std::size_t at = phrase & (slots.size() - 1);
    while (slots[at].phrase != 0 && slots[at].phrase != phrase) at = (at + 1) & (slots.size() - 1);
    return slots[at];
  }
  const Slot* find(std::uint64_t phrase) const {
    const Slot& found = const_cast<Tables*>(this)->slot(phrase);
    return found.phrase == 0 ? nullptr : &found;
  }
  std::span<const LexiconEntry> entries_of(std::uint32_t name, Writing writing) const {
    const Name& range = names[name];
    const std::uint32_t begin = writing == Writing::capitals  ? range.begin
                                : writing == Writing::capital ? range.capital
                                                              : range.any;
    return {entries.data() + begin, entries.data() + range.end};
  }

  void load();
  void load_states();
  void load_bodies_and_nouns();
  void load_people_and_places();
  void load_own();
  void freeze();
};

void ActorLexicon::Tables::load_states() {
  for (const auto& row : read_table("actors/states.tsv")) {
    LexiconEntry entry{NameUse::state, MentionKind::country, row[2], field(row, 0), "GOV"};
    entry.from = day_of(field(row, 7), false), entry.to = day_of(field(row, 8), true);
    state_names.emplace(entry.country, entry.name);
    if (!field(row, 1).empty()) alpha3.emplace(row[1], row[0]);
    add(row[2], entry);
    add_all(field(row, 3), entry);
    LexiconEntry adjective = entry;
    adjective.use = NameUse::adjective, adjective.kind = MentionKind::nationality, adjective.sector = {};
    add_all(field(row, 4), adjective);
    for (std::string_view people : split_fields(field(row, 5), '|')) {
      LexiconEntry folk = entry;
      folk.use = NameUse::people, folk.kind = MentionKind::group, folk.name = people, folk.sector = {};
      add(people, folk);
    }
    LexiconEntry seat = entry;
    seat.use = NameUse::seat;
    seat.kind = MentionKind::government;
    for (std::string_view name : split_fields(field(row, 6), '|')) seat.name = name, add(name, seat);
  }
  for (const auto& row : read_table("actors/communities.tsv")) {
    LexiconEntry entry{NameUse::community, MentionKind::nationality, row[0], field(row, 1)};
    add_all(field(row, 2), entry);
    entry.kind = MentionKind::group;
    entry.use = NameUse::people;
    add_all(field(row, 3), entry);
  }
}

void ActorLexicon::Tables::load_bodies_and_nouns() {
  const auto named = [&](const std::vector<std::string_view>& row, LexiconEntry entry, std::size_t others) {
    entry.name = row[0];
    add(row[0], entry);
    add_all(field(row, others), entry);
  };
  for (const auto& row : read_table("actors/institutions.tsv"))
    named(row, {NameUse::institution, kind_from(row[2]), {}, field(row, 1), field(row, 3)}, 4);
  for (const auto& row : read_table("actors/organisations.tsv"))
    named(row, {NameUse::organization, MentionKind::organization, {}, {}, field(row, 1)}, 2);
  for (const auto& row : read_table("actors/companies.tsv"))
    named(row, {NameUse::organization, MentionKind::organization, {}, field(row, 1), field(row, 2)}, 3);
  for (const auto& row : read_table("actors/armed_groups.tsv"))
    named(row, {NameUse::armed_group, MentionKind::armed_group, {}, field(row, 1), field(row, 2)}, 3);
  for (const auto& row : read_table("actors/media.tsv"))
    named(row, {NameUse::media, MentionKind::media, {}, field(row, 1), "MED"}, 3);
  for (const auto& row : read_table("actors/agents.tsv")) {
    LexiconEntry entry{NameUse::agent, kind_from(row[2]), {}, {}, field(row, 3)};
    entry.title = row[1];  // "person" or "body"
    add(row[0], entry);
    add(plural_of(row[0]), entry);
  }
  for (const auto& row : read_table("actors/bodies.tsv")) {
    const LexiconEntry entry{NameUse::body, kind_from(row[1]), {}, {}, field(row, 2)};
    add(row[0], entry);
    add(plural_of(row[0]), entry);
  }
  for (const auto& row : read_table("actors/things.tsv")) {
    const LexiconEntry entry{NameUse::thing, kind_from(row[1])};
    add(row[0], entry);
    add(plural_of(row[0]), entry);
  }
  for (const auto& row : read_table("actors/titles.tsv"))
    add(row[0], {NameUse::title, MentionKind::person, {}, {}, field(row, 1)}, Writing::capital);
}

void ActorLexicon::Tables::load_people_and_places() {
  for (const auto& row : read_table("actors/leaders.tsv")) {
    LexiconEntry entry{NameUse::person, MentionKind::person, row[0]};
    if (row[1].size() == 3) entry.country = row[1];
    entry.sector = "GOV", entry.title = row[2];
    entry.from = day_of(field(row, 3), false), entry.to = day_of(field(row, 4), true);
    add(row[0], entry);
    add_all(field(row, 5), entry);
  }
  const auto place = [&](const std::vector<std::string_view>& row, NameUse use, std::size_t latitude) {
    LexiconEntry entry{use, MentionKind::place, row[0], field(row, 1)};
    entry.latitude = number_of(field(row, latitude)), entry.longitude = number_of(field(row, latitude + 1));
    add(row[0], entry);
    add_all(field(row, latitude + 2), entry);
  };
  for (const auto& row : read_table("places/capitals.tsv")) place(row, NameUse::capital, 2);
  for (const auto& row : read_table("places/places.tsv")) place(row, NameUse::place, 3);
}

void ActorLexicon::Tables::load_own() {
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> known;
  for (std::uint32_t i = 0; i < rows.size(); ++i) known[rows[i].phrase].push_back(i);
  const auto phrase_of = [](std::string_view name) {
    std::uint64_t phrase = empty_phrase;
    for_each_word(name, [&](std::string_view word) { phrase = extended(phrase, word); });
    return phrase;
  };
  const auto known_as = [&](std::string_view name, auto&& test) -> const LexiconEntry* {
    const auto found = known.find(phrase_of(name));
    if (found == known.end()) return nullptr;
    for (const std::uint32_t i : found->second)
      if (test(rows[i].entry)) return &rows[i].entry;
    return nullptr;
  };
  const auto common = [](const LexiconEntry& e) { return e.use == NameUse::agent || e.use == NameUse::body; };
  const auto add_one = [&](const OwnName& name) {
    LexiconEntry entry{NameUse::organization, name.kind, name.entry_name, name.country, name.sector};
    entry.from = name.from, entry.to = name.to;
    Writing writing = Writing::capital;
    if (name.words.size() <= 3) writing = Writing::capitals;
    switch (name.where) {
      case OwnName::Where::state:
        if (known_as(name.words, [&](const LexiconEntry& e) { return e.country == entry.country; })) return;
        entry.use = NameUse::capital, entry.kind = MentionKind::place, entry.sector = {};
        break;
      case OwnName::Where::person:
        entry.use = NameUse::person, entry.kind = MentionKind::person;
        break;
      case OwnName::Where::name: {
        const std::string_view first = std::string_view(name.words).substr(0, name.words.find(' '));
        if (first.size() < name.words.size() &&
            known_as(first, [](const LexiconEntry& e) { return e.use == NameUse::title; }))
          entry.use = NameUse::person, entry.kind = MentionKind::person;
        else if (entry.kind == MentionKind::armed_group)
          entry.use = NameUse::armed_group;
        else if (entry.kind == MentionKind::media)
          entry.use = NameUse::media;
        else if (entry.kind == MentionKind::group)
          entry.kind = MentionKind::organization;
        break;
      }
      case OwnName::Where::agent: {
        writing = Writing::any;
        entry.use = NameUse::agent;
        entry.title = name.agent;
        const std::string_view last = std::string_view(name.base).substr(name.base.rfind(' ') + 1);
        const LexiconEntry* as = known_as(name.base, common);
        if (!as) as = known_as(last, common);
        if (as) entry.use = as->use, entry.kind = as->kind, entry.title = as->title;
        break;
      }
    }
    const std::size_t before = rows.size();
    add(name.words, entry, writing);
    if (rows.size() > before) rows.back().embedded = false;
  };
  for (const bool first : {true, false})  // a default is what holds where the day is not known
    for (const OwnName& name : own)
      if (name.is_default == first) add_one(name);
}

void ActorLexicon::Tables::freeze() {
  std::vector<std::uint32_t> order(rows.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const Row &x = rows[a], &y = rows[b];
    return std::tie(x.phrase, x.writing, x.embedded, x.entry.use, x.order) <
           std::tie(y.phrase, y.writing, y.embedded, y.entry.use, y.order);
  });
  std::size_t size = 16;
  while (size < 2 * prefixes.size()) size *= 2;
  slots.resize(size);
  for (const std::uint64_t prefix : prefixes) slot(prefix).phrase = prefix;
  entries.reserve(rows.size());
  for (std::size_t i = 0; i < order.size();) {
    const std::uint64_t phrase = rows[order[i]].phrase;
    Name name{};
    name.begin = name.capital = name.any = static_cast<std::uint32_t>(i);
    for (; i < order.size() && rows[order[i]].phrase == phrase; ++i) {
      const Row& row = rows[order[i]];
      entries.push_back(row.entry);
      const auto next = static_cast<std::uint32_t>(i + 1);
      if (row.writing < Writing::capital) name.capital = next;
      if (row.writing < Writing::any) name.any = next;
    }
    name.end = static_cast<std::uint32_t>(i);
    slot(phrase).name = static_cast<std::uint32_t>(names.size());
    names.push_back(name);
  }
  rows = {}, prefixes = {};
}

void ActorLexicon::Tables::load() {
  rows.reserve(24000), prefixes.reserve(48000);
  load_states();
  load_bodies_and_nouns();
  load_people_and_places();
  if (!own.empty()) load_own();
  freeze();
}

ActorLexicon::ActorLexicon() : ActorLexicon(std::vector<OwnName>()) {}
ActorLexicon::ActorLexicon(std::vector<OwnName> names) {
  auto tables = std::make_unique<Tables>();
  tables->own = std::move(names);
  tables->load();
  tables_ = std::move(tables);
}
ActorLexicon::~ActorLexicon() = default;
ActorLexicon::ActorLexicon(ActorLexicon&&) noexcept = default;

std::span<const LexiconEntry> ActorLexicon::find(std::string_view name) const {
  std::uint64_t phrase = empty_phrase;
  for_each_word(name, [&](std::string_view word) { phrase = extended(phrase, word); });
  const Tables::Slot* slot = tables_->find(phrase);
  if (slot == nullptr || slot->name == Tables::no_name) return {};
  return tables_->entries_of(slot->name, Writing::capitals);
}

const LexiconEntry* ActorLexicon::find(std::string_view name, NameUse use) const {
  for (const LexiconEntry& entry : find(name)) {
    if (entry.use == use) return &entry;
  }
  return nullptr;
}

void ActorLexicon::matches_at(const ParsedDocument& parsed, TokenIndex first, TokenIndex limit,
                              std::vector<LexiconMatch>& found) const {
  const std::size_t before = found.size();
  std::uint64_t phrase = empty_phrase;
  for (TokenIndex t = first; t < limit; ++t) {
    bool known = true, any = false;
    std::uint32_t name = Tables::no_name;
    for_each_word(parsed.text_of(t), [&](std::string_view word) {
      if (!known) return;
      any = true;
      phrase = extended(phrase, word);
      const Tables::Slot* slot = tables_->find(phrase);
      known = slot != nullptr;
      name = known ? slot->name : Tables::no_name;
    });
    if (!known || (t == first && !any)) break;
    if (!any) {
      const std::string_view text = parsed.text_of(t);
      if (text != "-" && text != "," && text != "'" && text != "’" && text != "–") break;
      continue;
    }
    if (name == Tables::no_name) continue;
    const auto entries = tables_->entries_of(name, writing_in(parsed, first, t + 1));
    if (!entries.empty()) found.push_back({first, t + 1, entries});
  }
  std::reverse(found.begin() + static_cast<std::ptrdiff_t>(before), found.end());
}

std::string_view ActorLexicon::state_name(std::string_view alpha3) const {
  const auto found = tables_->state_names.find(alpha3);
  return found == tables_->state_names.end() ? std::string_view() : found->second;
}

std::string_view ActorLexicon::alpha3_of(std::string_view alpha2) const {
  const auto found = tables_->alpha3.find(alpha2);
  return found == tables_->alpha3.end() ? std::string_view() : found->second;
}

std::size_t ActorLexicon::size() const { return tables_->names.size(); }

}  // namespace ekg
