#include "ingest/text/petrarch/actors.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "ingest/text/petrarch/dictionary_lines.hpp"
#include "ingest/text/word_table.hpp"

namespace ekg {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr int last_year_of_this_century = 30;  // of two-digit years

// YYMMDD or YYYYMMDD.
std::optional<sys_days> day_of(std::string_view digits) {
  if ((digits.size() != 6 && digits.size() != 8) ||
      !std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  const auto number = [&](std::size_t from, std::size_t count) {
    int value = 0;
    for (std::size_t i = from; i < from + count; ++i) value = value * 10 + (digits[i] - '0');
    return value;
  };
  const std::size_t rest = digits.size() - 4;
  int year = number(0, rest);
  if (rest == 2) year += year <= last_year_of_this_century ? 2000 : 1900;
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(number(rest, 2)),
                                         std::chrono::day(number(rest + 2, 2))};
  if (!date.ok()) return std::nullopt;
  return sys_days(date);
}

struct DatedCode {
  std::string code;
  std::optional<sys_days> from;
  std::optional<sys_days> to;  // half-open
  bool dated() const { return from || to; }
};

// "IGOUNO 970101-061231", "AFGGOV >19920101", "ISR". Nothing where it is no such thing.
std::optional<DatedCode> dated_code(std::string_view text) {
  DatedCode row;
  text = trim(text);
  const std::size_t blank = text.find_first_of(" \t<>");
  row.code = std::string(text.substr(0, blank));
  if (row.code.empty()) return std::nullopt;
  if (blank == std::string_view::npos) return row;
  std::string limits;
  for (const char c : text.substr(blank))
    if (c != ' ' && c != '\t') limits += c;
  if (limits.empty()) return row;
  const std::string_view rest = limits;
  if (rest[0] == '<') {
    const auto day = day_of(rest.substr(1));
    if (!day) return std::nullopt;
    row.to = *day + days(1);
  } else if (rest[0] == '>') {
    row.from = day_of(rest.substr(1));
    if (!row.from) return std::nullopt;
  } else {
    const std::size_t hyphen = rest.find('-');
    if (hyphen == std::string_view::npos) return std::nullopt;
    row.from = day_of(rest.substr(0, hyphen));
    const auto last = day_of(rest.substr(hyphen + 1));
    if (!row.from || !last || *last < *row.from) return std::nullopt;
    row.to = *last + days(1);
  }
  return row;
}

// What a code says: "PSEREBHMS" is a rebel of PSE.
struct Meaning {
  std::string country;
  std::string sector;
  MentionKind kind = MentionKind::organization;
  bool person = false;  // a role that people have, not bodies
  std::string agent;    // "person" or "body"
};

class Codes {
 public:
  Codes() {
    for (const auto& row : read_table("actors/states.tsv")) countries_.push_back(row[0]);
    std::sort(countries_.begin(), countries_.end());
    int rank = 0;
    for (const auto& row : read_table("petrarch_codes.tsv"))
      roles_[row[0]] = {row[1], row[2], row[3], rank++};
  }

  // Codes are pieces of three letters: a state first, if any, then roles and what is finer. Nothing for one
  // that names neither a state nor a role that is known.
  std::optional<Meaning> meaning(std::string_view code) const {
    std::string upper(code);
    for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    if (upper.size() < 3 || upper.size() % 3 != 0) return std::nullopt;
    Meaning meaning;
    const Role* best = nullptr;
    for (std::size_t at = 0; at < upper.size(); at += 3) {
      const std::string_view piece = std::string_view(upper).substr(at, 3);
      if (const auto found = roles_.find(piece); found != roles_.end()) {
        if (!best || found->second.rank < best->rank) best = &found->second;
      } else if (at == 0 && std::binary_search(countries_.begin(), countries_.end(), piece)) {
        meaning.country = piece;
      }
    }
    if (!best && meaning.country.empty()) return std::nullopt;
    if (best) {
      meaning.sector = best->sector == "-" ? std::string_view() : best->sector;
      meaning.person = best->agent == "person";
      meaning.agent = best->agent;
      for (int kind = 0; kind <= static_cast<int>(MentionKind::nationality); ++kind)
        if (to_string(static_cast<MentionKind>(kind)) == best->kind)
          meaning.kind = static_cast<MentionKind>(kind);
    }
    return meaning;
  }

 private:
  struct Role {
    std::string_view sector, kind, agent;
    int rank = 0;
  };
  std::vector<std::string_view> countries_;
  std::map<std::string_view, Role> roles_;
};

// "hamid karzai" → "Hamid Karzai"; short names of one word are taken for acronyms.
std::string display_name(std::string_view words) {
  if (words.find(' ') == std::string_view::npos && words.size() <= 4) {
    std::string upper(words);
    for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return upper;
  }
  std::string name;
  for (std::string_view word : split(words, ' ')) {
    if (!name.empty()) name += ' ';
    const bool small =
        !name.empty() && (word == "of" || word == "the" || word == "and" || word == "for" || word == "in");
    bool start = !small;
    for (const char c : word) {
      name += start ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
      start = !small && c == '-';
    }
  }
  return name;
}

class ActorReader {
 public:
  ActorReader(const std::string& file, std::vector<OwnName>& names, ProblemSink& problems)
      : file_(file), names_(names), problems_(problems) {}

  void line(const PetrarchLine& line) {
    const char first = line.text[0];
    const std::size_t start = line.text.find_first_not_of(" \t");
    const PetrarchParts parts = petrarch_parts(line.text);
    if (!parts.sound) return problem(line, "brackets that do not match");
    if (line.text[start] == '[') {
      if (phrases_.empty()) return problem(line, "a code before any name");
      return codes(line, parts);
    }
    if (line.text[start] == '+' && start == 0) {
      if (phrases_.empty()) return problem(line, "a synonym before any name");
      phrase(line, std::string_view(parts.phrase).substr(1));
      return codes(line, parts);
    }
    if (first == ' ' || first == '\t') return problem(line, "an indented line without a code");
    finish();
    phrase(line, parts.phrase);
    codes(line, parts);
  }

  void finish() {
    if (!phrases_.empty()) record();
    phrases_.clear();
    codes_.clear();
    usable_ = false;
  }

 private:
  struct Phrase {
    std::string words;
    PetrarchLine line;
  };

  void problem(const PetrarchLine& line, const std::string& message) {
    petrarch_problem(problems_, file_, line.number, message, line.text);
  }

  void phrase(const PetrarchLine& line, std::string_view text) {
    phrases_.push_back({petrarch_words(text), line});
    if (phrases_.back().words.empty()) {
      problem(line, "no name");
      if (phrases_.size() > 1) phrases_.pop_back();
    }
  }

  void codes(const PetrarchLine& line, const PetrarchParts& parts) {
    for (const std::string& text : parts.codes) {
      usable_ = true;  // told by itself
      if (text.find_first_not_of('-') == std::string::npos) {
        problem(line, "the null code: this name is nobody");
        continue;
      }
      const std::optional<DatedCode> code = dated_code(text);
      if (!code) {
        problem(line, "a date that is none, in [" + text + "]");
        continue;
      }
      const std::optional<Meaning> meaning = meanings_.meaning(code->code);
      if (!meaning) {
        problem(line, "a code that names no state and no role that is known: " + code->code);
        continue;
      }
      codes_.push_back({*code, *meaning});
    }
  }

  void record() {
    if (codes_.empty()) {
      if (!usable_) problem(phrases_.front().line, "a name without a code");
      for (std::size_t i = 1; i < phrases_.size(); ++i)
        problem(phrases_[i].line, "a synonym of a name without a code");
      return;
    }
    const bool dated =
        std::any_of(codes_.begin(), codes_.end(), [](const auto& c) { return c.first.dated(); });
    for (const Phrase& phrase : phrases_) {
      if (phrase.words.empty()) continue;
      const bool several = phrase.words.find(' ') != std::string::npos;
      for (const auto& [code, meaning] : codes_) {
        OwnName row;
        row.words = phrase.words;
        row.entry_name = display_name(phrases_.front().words.empty() ? phrase.words : phrases_.front().words);
        row.country = meaning.country;
        row.sector = meaning.sector;
        row.kind = meaning.kind;
        row.from = code.from;
        row.to = code.to;
        row.where = OwnName::Where::name;
        if (meaning.sector.empty())
          row.where = OwnName::Where::state;
        else if (meaning.person && dated && several)
          row.where = OwnName::Where::person;
        if (code.dated() || !dated) {
          names_.push_back(std::move(row));
          continue;
        }
        // The default holds where no dated code does: in the gaps, and where the date is not known.
        std::vector<std::pair<sys_days, sys_days>> spans;
        for (const auto& [other, ignored] : codes_)
          if (other.dated())
            spans.emplace_back(other.from.value_or(sys_days::min()), other.to.value_or(sys_days::max()));
        std::sort(spans.begin(), spans.end());
        std::vector<OwnName> gaps;
        sys_days at = sys_days::min();
        for (const auto& [from, to] : spans) {
          if (at < from) {
            OwnName gap = row;
            if (at != sys_days::min()) gap.from = at;
            gap.to = from;
            gaps.push_back(std::move(gap));
          }
          at = std::max(at, to);
        }
        if (at != sys_days::max()) {
          OwnName gap = row;
          if (at != sys_days::min()) gap.from = at;
          gaps.push_back(std::move(gap));
        }
        for (OwnName& gap : gaps) {
          gap.is_default = true;
          names_.push_back(std::move(gap));
        }
      }
    }
  }

  const std::string& file_;
  std::vector<OwnName>& names_;
  ProblemSink& problems_;
  Codes meanings_;
  std::vector<Phrase> phrases_;
  std::vector<std::pair<DatedCode, Meaning>> codes_;
  bool usable_ = false;
};

// As the format says: + S, Y → IES, SS → SSES.
std::string regular_plural(const std::string& noun) {
  if (noun.ends_with("ss")) return noun + "es";
  if (noun.ends_with("y")) return noun.substr(0, noun.size() - 1) + "ies";
  return noun + "s";
}

}  // namespace

void read_petrarch_actors(std::istream& in, const std::string& file, std::vector<OwnName>& names,
                          ProblemSink& problems) {
  ActorReader reader(file, names, problems);
  for_each_petrarch_line(in, true, [&](const PetrarchLine& line) { reader.line(line); });
  reader.finish();
}

void read_petrarch_agents(std::istream& in, const std::string& file, std::vector<OwnName>& names,
                          ProblemSink& problems) {
  const Codes codes;
  std::unordered_map<std::string, std::vector<std::string>> markers;
  for_each_petrarch_line(in, false, [&](const PetrarchLine& line) {
    const auto problem = [&](const std::string& message) {
      petrarch_problem(problems, file, line.number, message, line.text);
    };
    if (line.text[0] == '!' && line.text.find('=') != std::string::npos) {
      const std::size_t end = line.text.find('!', 1);
      const std::size_t equals = line.text.find('=');
      if (end == std::string::npos || end > equals)
        return problem("a substitution marker stands between two !");
      std::vector<std::string>& words = markers[line.text.substr(0, end + 1)];
      for (std::string_view word : split(std::string_view(line.text).substr(equals + 1), ','))
        if (std::string one = petrarch_words(word); !one.empty()) words.push_back(std::move(one));
      return;
    }
    // "[~LEG}" is an old slip of the pen that PETRARCH itself reads.
    std::string text = line.text;
    if (const std::size_t open = text.rfind('[');
        open != std::string::npos && text.find(']', open) == std::string::npos)
      if (const std::size_t close = text.find('}', open); close != std::string::npos) text[close] = ']';
    const PetrarchParts parts = petrarch_parts(text);
    if (!parts.sound) return problem("brackets that do not match");
    if (parts.codes.empty()) return problem("an agent without a code");
    std::string code = parts.codes.front();
    std::erase(code, ' ');
    if (code.empty() || (code.front() != '~' && code.back() != '~'))
      return problem("an agent's code has a ~ before or after it");
    std::erase(code, '~');
    const std::optional<Meaning> meaning = codes.meaning(code);
    if (!meaning || meaning->sector.empty())
      return problem("a code that names no role that is known: " + code);
    std::vector<std::string> singulars, plurals;
    const std::size_t mark = parts.phrase.find('!');
    if (mark != std::string::npos) {
      const std::size_t end = parts.phrase.find('!', mark + 1);
      const auto found =
          end == std::string::npos ? markers.end() : markers.find(parts.phrase.substr(mark, end - mark + 1));
      if (found == markers.end()) return problem("a substitution marker that is not defined before");
      for (const std::string& word : found->second)
        singulars.push_back(
            petrarch_words(parts.phrase.substr(0, mark) + word + parts.phrase.substr(end + 1)));
    } else {
      singulars.push_back(petrarch_words(parts.phrase));
      if (!parts.braces)
        plurals.push_back(regular_plural(singulars.front()));
      else
        for (const std::string& form : parts.forms) plurals.push_back(petrarch_words(form));
    }
    if (singulars.front().empty()) return problem("no noun");
    for (const auto& nouns : {singulars, plurals})
      for (const std::string& noun : nouns) {
        OwnName row;
        row.words = row.entry_name = noun;
        row.base = singulars.front();
        row.sector = meaning->sector;
        row.kind = meaning->kind;
        row.agent = meaning->agent;
        row.where = OwnName::Where::agent;
        names.push_back(std::move(row));
      }
  });
}

}  // namespace ekg
