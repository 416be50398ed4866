#include "ingest/text/person_names.hpp"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <set>

#include "ingest/text/actor_lexicon.hpp"
#include "ingest/text/edit_distance.hpp"
#include "ingest/text/utf8.hpp"
#include "ingest/text/word_table.hpp"

namespace ekg {
namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 128; });
}

bool is_other_script(std::string_view name) {
  for (std::size_t i = 0; i < name.size();) {
    const CodePoint at = code_point_at(name, i);
    if (at.value >= 0x370 && at.value < 0x1e00 && is_letter(at.value)) return true;
    if (at.value >= 0x3040 && is_letter(at.value)) return true;
    i += std::max<std::uint32_t>(at.size, 1);
  }
  return false;
}

// ICU's transliterators are not documented as safe for use by several threads at once.
std::string to_latin(std::string_view name) {
  static std::mutex mutex;
  static const std::unique_ptr<icu::Transliterator> rules = [] {
    UErrorCode status = U_ZERO_ERROR;
    return std::unique_ptr<icu::Transliterator>(
        icu::Transliterator::createInstance("Any-Latin; Latin-ASCII", UTRANS_FORWARD, status));
  }();
  if (rules == nullptr) return std::string(name);
  icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<int>(name.size())));
  {
    const std::lock_guard lock(mutex);
    rules->transliterate(text);
  }
  std::string latin;
  text.toUTF8String(latin);
  return latin;
}

bool is_particle(std::string_view word) {
  static constexpr std::string_view particles[] = {
      "al", "el",  "bin", "ibn", "bint", "abu", "ben", "van", "von", "der", "den", "de", "del", "della", "di",
      "da", "dos", "du",  "la",  "le",   "ter", "ul",  "ur",  "as",  "ash", "an",  "ad", "ar",  "az"};
  return std::find(std::begin(particles), std::end(particles), word) != std::end(particles);
}

// Consonants in order, doubled ones once, with the pairs that transliterations exchange folded.
std::string skeleton(std::string_view word) {
  std::string out;
  for (std::size_t i = 0; i < word.size(); ++i) {
    char c = word[i];
    if (c == 'k' && i + 1 < word.size() && word[i + 1] == 'h') c = 'h', ++i;
    if (c == 'q' || c == 'c') c = 'k';
    if (c == 'w') c = 'v';
    const bool vowel = std::string_view("aeiouyj ").find(c) != std::string_view::npos;
    if (!vowel && (out.empty() || out.back() != c)) out += c;
  }
  return out;
}

bool initial_of(std::string_view initial, std::string_view word) {
  return initial.size() == 1 && !word.empty() && initial[0] == word[0];
}

bool given_agree(const PersonName& a, const PersonName& b) {
  const auto fits = [](const std::string& x, const std::string& y) {
    return same_spelling(x, y) || initial_of(x, y) || initial_of(y, x);
  };
  return fits(a.given.front(), b.given.front());
}

}  // namespace

PersonName person_name(std::string_view name) {
  PersonName result;
  if (name.starts_with('@')) {
    result.handle = true;
    for (const char c : name.substr(1)) {
      if (c != '_' && c != '.') result.surname += ascii_lower(std::string_view(&c, 1));
    }
    return result;
  }
  std::string latin;
  if (!is_ascii(name) && is_other_script(name)) latin = to_latin(name), result.transliterated = true;
  const std::string key = name_key(result.transliterated ? std::string_view(latin) : name);
  std::vector<std::string_view> words = split_fields(key, ' ');
  std::erase_if(words, [](std::string_view w) { return w == "s" || w == "jr" || w == "sr"; });
  if (words.empty()) return result;
  std::size_t surname = words.size() - 1;
  while (surname > 0 && is_particle(words[surname - 1])) --surname;
  // "Haider al-Abadi": the particle belongs to the surname; "Abu Ghadiya" is a name of one piece.
  for (std::size_t i = surname; i < words.size(); ++i) {
    const bool article = i + 1 < words.size() && (words[i] == "al" || words[i] == "el" || words[i] == "the");
    if (article) continue;
    if (!result.surname.empty()) result.surname += ' ';
    result.surname += words[i];
  }
  for (std::size_t i = 0; i < surname; ++i) result.given.emplace_back(words[i]);
  return result;
}

bool same_spelling(std::string_view a, std::string_view b) {
  if (a == b) return true;
  if (a.empty() || b.empty() || std::min(a.size(), b.size()) < 4) return false;
  const std::string x = skeleton(a), y = skeleton(b);
  if (x.size() < 2 || x != y) return false;
  const std::size_t length = std::max(a.size(), b.size());
  return edit_distance(a, b) <= (length >= 8 ? 3 : 2);
}

std::string spelling_block(std::string_view word) {
  const std::string consonants = skeleton(word);
  // Words without consonants to speak of are spelt one way only.
  return consonants.size() < 2 ? '=' + std::string(word) : consonants;
}

NameMatch compare_names(const PersonName& a, const PersonName& b) {
  if (a.handle || b.handle) {
    const PersonName &handle = a.handle ? a : b, &name = a.handle ? b : a;
    if (name.handle) return a.surname == b.surname ? NameMatch::same : NameMatch::conflict;
    const bool contains = name.surname.size() >= 4 && handle.surname.find(name.surname) != std::string::npos;
    return contains ? NameMatch::same : NameMatch::conflict;
  }
  if (a.surname.empty() || !same_spelling(a.surname, b.surname)) return NameMatch::conflict;
  if (!a.full() && !b.full()) return NameMatch::same;
  if (!a.full() || !b.full()) return NameMatch::surname_only;
  return given_agree(a, b) ? NameMatch::same : NameMatch::conflict;
}

}  // namespace ekg
