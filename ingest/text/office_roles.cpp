#include "ingest/text/office_roles.hpp"

#include <algorithm>

#include "ingest/text/utf8.hpp"

namespace ekg {
namespace {

bool is_former(std::string_view word) {
  for (std::string_view one : {"former", "ex", "late", "then", "outgoing", "ousted", "deposed", "would-be"})
    if (word == one) return true;
  return false;
}

class Offices {
 public:
  Offices(const ParsedDocument& parsed, const ActorLexicon& lexicon) : parsed_(parsed), lexicon_(lexicon) {}

  std::vector<OfficeRole> of(const std::vector<std::size_t>& chain) {
    for (const std::size_t i : chain) {
      const Mention& m = parsed_.mentions[i];
      if (m.kind != MentionKind::person) continue;
      if (m.form == MentionForm::named)
        before_name(m);
      else if (m.form == MentionForm::nominal && stands_beside_name(m, chain))
        noun_phrase(m);
    }
    std::sort(found_.begin(), found_.end());
    found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
    return std::move(found_);
  }

 private:
  // "Ukrainian defence minister" of "Ukrainian defence minister Rustem Umerov".
  void before_name(const Mention& m) {
    TokenIndex name = m.last;
    for (TokenIndex t = m.first; t < m.last && name == m.last; ++t)
      if (m.name.starts_with(parsed_.text_of(t))) name = t;
    if (name == m.last || name == m.first) return;
    add(m.first, name, m);
  }

  // In apposition to a name of the chain, or its predicate.
  bool stands_beside_name(const Mention& m, const std::vector<std::size_t>& chain) const {
    const Token& noun = parsed_.tokens[m.head];
    return std::any_of(chain.begin(), chain.end(), [&](std::size_t j) {
      const Mention& other = parsed_.mentions[j];
      if (other.form != MentionForm::named) return false;
      const Token& name = parsed_.tokens[other.head];
      return (universal(noun.deprel) == Deprel::appos && noun.head == other.head) ||
             (universal(name.deprel) == Deprel::appos && name.head == m.head) ||
             (name.head == m.head && name.deprel == Deprel::nsubj);
    });
  }

  void noun_phrase(const Mention& m) { add(m.first, m.head + 1, m); }

  // The title is the phrase's words without articles, states and bodies; whose office it is, the state or
  // body that the mention holds.
  void add(TokenIndex first, TokenIndex last, const Mention& whole) {
    std::vector<bool> taken(last - first, false);
    OfficeRole role;
    role.doc = parsed_.document->id;
    auto inner = std::lower_bound(parsed_.mentions.begin(), parsed_.mentions.end(), whole.first,
                                  [](const Mention& a, TokenIndex t) { return a.first < t; });
    for (; inner != parsed_.mentions.end() && inner->first < whole.last; ++inner) {
      if (inner->last > whole.last || inner->head == whole.head) continue;
      const std::string of = holder(*inner);
      if (of.empty()) continue;
      if (role.of.empty()) role.of = of;
      for (TokenIndex t = std::max(inner->first, first); t < std::min(inner->last, last); ++t)
        taken[t - first] = true;
    }
    bool office = false;
    TokenIndex previous = no_token;
    for (TokenIndex t = first; t < last; ++t) {
      const Token& token = parsed_.tokens[t];
      const std::string word = ascii_lower(parsed_.text_of(t));
      if (is_former(word)) return;
      const bool hyphen = word == "-" && previous != no_token;
      if (taken[t - first] || token.upos == Upos::DET || (token.upos == Upos::PUNCT && !hyphen) ||
          token.upos == Upos::PART || token.upos == Upos::NUM || token.upos == Upos::PRON)
        continue;
      const bool known = is_office(t);
      if (!known && is_honorific(t)) continue;
      office |= known;
      // As written: "president-elect", "vice president".
      const std::size_t from = parsed_.tokens[previous == no_token ? t : previous].span.end;
      role.title += previous == no_token
                        ? std::string(parsed_.text_of(t))
                        : (from == token.span.begin ? "" : " ") + std::string(parsed_.text_of(t));
      previous = t;
    }
    if (office) found_.push_back(std::move(role));
  }

  std::string holder(const Mention& m) const {
    if (m.kind == MentionKind::nationality || m.kind == MentionKind::country)
      return std::string(lexicon_.state_name(m.country));
    const bool body = m.kind == MentionKind::organization || m.kind == MentionKind::government ||
                      m.kind == MentionKind::media || m.kind == MentionKind::military ||
                      m.kind == MentionKind::armed_group;
    if (!body || m.form == MentionForm::pronoun) return {};
    if (!m.name.empty()) return m.name;
    TokenIndex first = m.first;
    while (first + 1 < m.last && parsed_.tokens[first].upos == Upos::DET) ++first;
    return std::string(
        parsed_.document->at({parsed_.tokens[first].span.begin, parsed_.tokens[m.last - 1].span.end}));
  }

  bool is_honorific(TokenIndex t) const {
    const LexiconEntry* title = lexicon_.find(parsed_.text_of(t), NameUse::title);
    return title != nullptr && title->sector.empty();
  }

  bool is_office(TokenIndex t) const {
    const LexiconEntry* title = lexicon_.find(parsed_.text_of(t), NameUse::title);
    if (title != nullptr && !title->sector.empty()) return true;
    const LexiconEntry* agent = lexicon_.find(parsed_.tokens[t].lemma, NameUse::agent);
    return agent != nullptr && agent->kind == MentionKind::person;
  }

  const ParsedDocument& parsed_;
  const ActorLexicon& lexicon_;
  std::vector<OfficeRole> found_;
};

}  // namespace

std::vector<OfficeRole> offices_of(const ParsedDocument& parsed, const std::vector<std::size_t>& chain,
                                   const ActorLexicon& lexicon) {
  return Offices(parsed, lexicon).of(chain);
}

}  // namespace ekg
