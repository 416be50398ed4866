// Whether two spellings may name one person: given names and initials, surnames, scripts and
// transliterations, handles.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace ekg {

// A name as it is compared: folded words, other scripts in Latin letters. "Володимир Зеленський" →
// {"volodimir"}, "zelenskij".
struct PersonName {
  std::vector<std::string> given;  // "maj" and other titles are already gone
  std::string surname;             // with its particle: "al jaafari", "von der leyen"
  bool transliterated = false;     // was in another script
  bool handle = false;             // "@ZelenskyyUa": surname is the handle without "@"

  bool full() const { return !given.empty(); }
};

PersonName person_name(std::string_view name);

// Same word in two spellings: equal, or alike as transliterations are ("zelensky", "zelenskyy", "zelenskij").
bool same_spelling(std::string_view a, std::string_view b);
// Two spellings of one word have the same block, so that only names of one block need be compared.
std::string spelling_block(std::string_view word);

// kind of agreement between two names.
enum class NameMatch { conflict, surname_only, same };

// same: surnames agree and given names agree or are initials of each other, or a handle contains the full
// surname. surname_only: one has no given name. conflict: anything else.
NameMatch compare_names(const PersonName& a, const PersonName& b);

}  // namespace ekg
