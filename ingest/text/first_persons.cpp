#include "ingest/text/first_persons.hpp"

#include <algorithm>

#include "ingest/text/mentions.hpp"
#include "ingest/text/utf8.hpp"

namespace ekg {
namespace {

// How far an author's line reaches, in sentences before and after.
constexpr std::size_t post_reach = 2;

class FirstPersons {
 public:
  explicit FirstPersons(ParsedDocument& parsed) : parsed_(parsed) {}

  void link() {
    std::vector<Pronoun> open;
    for (std::size_t i = 0; i < parsed_.mentions.size(); ++i) {
      const Mention& m = parsed_.mentions[i];
      if (m.form != MentionForm::pronoun || m.chain >= 0) continue;
      const std::string word = ascii_lower(parsed_.text_of(m.head));
      const bool one = word == "i" || word == "me" || word == "my" || word == "myself";
      const bool many =
          word == "we" || word == "us" || word == "our" || word == "ours" || word == "ourselves";
      if (one || many) open.push_back({i, one});
    }
    if (open.empty()) return;
    for (const Pronoun& pronoun : open) link_to_speaker(pronoun);
    link_authors(open);
    link_to_issuer(open);
  }

 private:
  struct Pronoun {
    std::size_t mention;
    bool one;  // "I", not "we"
  };

  std::int32_t& chain(const Pronoun& pronoun) { return parsed_.mentions[pronoun.mention].chain; }
  TokenIndex token(const Pronoun& pronoun) const { return parsed_.mentions[pronoun.mention].head; }

  // The quotation around a token: its index, or none.
  const Quotation* quotation_around(TokenIndex t) const {
    const ByteRange span = parsed_.tokens[t].span;
    for (const Quotation& quote : parsed_.quotations) {
      if (quote.span.begin > span.begin) break;
      if (quote.kind != QuoteKind::indirect && quote.span.contains(span)) return &quote;
    }
    return nullptr;
  }

  void link_to_speaker(const Pronoun& pronoun) {
    const Quotation* quote = quotation_around(token(pronoun));
    if (quote == nullptr || quote->speaker == no_token) return;
    const auto speaker = mention_headed_by(parsed_, quote->speaker);
    if (speaker) chain(pronoun) = parsed_.mentions[*speaker].chain;
  }

  // "— Name (@handle) date" under or over a post: its first person is the author.
  void link_authors(const std::vector<Pronoun>& open) {
    for (std::size_t i = 0; i < parsed_.mentions.size(); ++i) {
      const Mention& m = parsed_.mentions[i];
      const bool author_line = m.kind == MentionKind::person && m.form == MentionForm::named && m.first > 0 &&
                               m.chain >= 0 &&
                               (parsed_.text_of(m.first - 1) == "—" || parsed_.text_of(m.first - 1) == "–") &&
                               starts_line(m.first - 1) && handle_follows(i);
      if (!author_line) continue;
      const std::size_t line = parsed_.sentence_of(m.head);
      for (const Pronoun& pronoun : open) {
        const std::size_t at = parsed_.sentence_of(token(pronoun));
        if (chain(pronoun) < 0 && quotation_around(token(pronoun)) == nullptr &&
            (at > line ? at - line : line - at) <= post_reach)
          chain(pronoun) = m.chain;
      }
    }
  }

  bool starts_line(TokenIndex t) const {
    std::size_t at = parsed_.tokens[t].span.begin;
    while (at > 0 && parsed_.document->text[at - 1] == ' ') --at;
    return at == 0 || parsed_.document->text[at - 1] == '\n';
  }

  bool handle_follows(std::size_t i) const {
    const std::vector<Mention>& mentions = parsed_.mentions;
    for (std::size_t j = i + 1; j < mentions.size() && mentions[j].first < mentions[i].last + 8; ++j) {
      if (mentions[j].name.starts_with('@')) return true;
    }
    return false;
  }

  // A statement in a body's own voice ("The United States condemns … We also call …"): its "we" is the
  // subject of the first sentence.
  void link_to_issuer(const std::vector<Pronoun>& open) {
    const Mention* issuer = nullptr;
    const Sentence& first = parsed_.sentences.front();
    for (const Mention& m : parsed_.mentions) {
      if (m.first >= first.last) break;
      const Token& head = parsed_.tokens[m.head];
      const bool body = m.kind == MentionKind::country || m.kind == MentionKind::government ||
                        m.kind == MentionKind::organization;
      if (body && m.form == MentionForm::named && m.chain >= 0 && head.deprel == Deprel::nsubj &&
          head.head != no_token && parsed_.tokens[head.head].head == no_token)
        issuer = &m;
    }
    if (issuer == nullptr) return;
    for (const Pronoun& pronoun : open)
      if (!pronoun.one && chain(pronoun) < 0 && quotation_around(token(pronoun)) == nullptr)
        chain(pronoun) = issuer->chain;
  }

  ParsedDocument& parsed_;
};

}  // namespace

void link_first_persons(ParsedDocument& parsed) {
  if (!parsed.mentions.empty()) FirstPersons(parsed).link();
}

}  // namespace ekg
