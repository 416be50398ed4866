// What the English reader sees in one document: sentences, tokens with tags and Universal Dependencies trees,
// mentions, times, quantities and quotations. A ParsedDocument owns its rows and refers to the Document,
// which must outlive it. All ranges are bytes of Document::text; token indices are positions in
// ParsedDocument::tokens.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/document.hpp"
#include "graph/event_record.hpp"
#include "ingest/text/tagset.hpp"

namespace ekg {

using TokenIndex = std::uint32_t;
inline constexpr TokenIndex no_token = ~TokenIndex{0};

// One syntactic word of UD. Clitics are tokens of their own ("do" "n't"); two tokens may touch, never
// overlap.
struct Token {
  ByteRange span;
  std::string lemma;
  Upos upos = Upos::X;
  Xpos xpos = Xpos::FW;
  Deprel deprel = Deprel::dep;  // with English subtypes, e.g. nsubj:pass
  TokenIndex head = no_token;   // absolute index; no_token: root of its sentence
};

struct Sentence {
  ByteRange span;
  TokenIndex first = 0;  // tokens [first, last)
  TokenIndex last = 0;
};

enum class MentionKind : std::uint8_t {
  person,
  organization,
  government,
  military,
  armed_group,
  country,
  place,
  media,
  group,
  other,  // as EntityKind
  weapon,
  vehicle,
  nationality
};
enum class MentionForm : std::uint8_t { named, nominal, adjective, pronoun };
std::string_view to_string(MentionKind);
std::string_view to_string(MentionForm);

// A stretch that names somebody or something. Mentions nest ("[[Ukrainian] defence minister]"), and are
// sorted by begin, then by end descending.
struct Mention {
  TokenIndex first = 0;  // tokens [first, last), within one sentence
  TokenIndex last = 0;
  TokenIndex head = 0;
  MentionKind kind = MentionKind::other;
  MentionForm form = MentionForm::named;
  // Of a named mention the name without title and article, tokens [name_first, name_last); else empty.
  TokenIndex name_first = 0;
  TokenIndex name_last = 0;
  std::string country;  // ISO 3166-1 alpha-3, when the lexicon or an inner mention tells it
  std::string sector;   // CAMEO sector
  std::string name;  // canonical name from the lexicon; of other persons the name without titles; else empty
  std::int32_t chain = -1;  // mentions of one chain corefer; -1: not resolved
};

enum class TimeType : std::uint8_t { date, time, duration, set };
std::string_view to_string(TimeType);

struct TimeExpression {
  ByteRange span;        // without the preposition ("Tuesday" of "on Tuesday")
  TokenIndex first = 0;  // tokens [first, last)
  TokenIndex last = 0;
  TimeType type = TimeType::date;
  std::string value;  // TIMEX3: "2024-11-05", "2024-W45", "P3D", "PRESENT_REF" …
  std::optional<TimeSpan>
      interval;  // nullopt when it cannot be anchored (no publication date, a mere duration)
};

struct QuantityExpression {
  ByteRange span;  // "more than 10,000" … up to the number's last word
  TokenIndex first = 0;
  TokenIndex last = 0;
  TokenIndex unit = no_token;  // the counted noun ("soldiers"), when there is one
  double value = 0;
  std::optional<double> max;
  Comparator comparator = Comparator::exactly;
};

enum class QuoteKind : std::uint8_t { direct, indirect, mixed };
std::string_view to_string(QuoteKind);

struct Quotation {
  ByteRange span;  // inside the marks for a direct quote
  QuoteKind kind = QuoteKind::direct;
  TokenIndex verb = no_token;  // the verb of speech, when found
  TokenIndex speaker =
      no_token;  // head token of the speaker's noun phrase, when found (may be in another sentence)
};

struct ParsedDocument {
  const Document* document = nullptr;
  std::vector<Sentence> sentences;
  std::vector<Token> tokens;
  std::vector<Mention> mentions;
  std::vector<Party> parties;  // what each chain stands for; Mention::chain is the index
  std::vector<TimeExpression> times;
  std::vector<QuantityExpression> quantities;
  std::vector<Quotation> quotations;

  std::string_view text_of(TokenIndex token) const { return document->at(tokens[token].span); }
  // Index into `sentences`. O(log n).
  std::size_t sentence_of(TokenIndex token) const;
};

}  // namespace ekg
