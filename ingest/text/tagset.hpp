// The closed sets of Universal Dependencies English: part-of-speech tags and relations, as enums and as
// names. The lists stand once, in tagset.def (a C++ keyword gets an underscore: Deprel::case_); the order is
// part of the trained model's format, so only append.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace ekg {

enum class Upos : std::uint8_t {
#define UPOS(name) name,
#define XPOS(name, text)
#define DEPREL(name, text)
#include "ingest/text/tagset.def"
};
enum class Xpos : std::uint8_t {
#define UPOS(name)
#define XPOS(name, text) name,
#define DEPREL(name, text)
#include "ingest/text/tagset.def"
};
enum class Deprel : std::uint8_t {
#define UPOS(name)
#define XPOS(name, text)
#define DEPREL(name, text) name,
#include "ingest/text/tagset.def"
};

inline constexpr int upos_count = 17;
extern const int xpos_count;
extern const int deprel_count;

std::string_view to_string(Upos);
std::string_view to_string(Xpos);    // "PRP$"
std::string_view to_string(Deprel);  // "nsubj:pass"
std::optional<Upos> upos_from(std::string_view);
std::optional<Xpos> xpos_from(std::string_view);
std::optional<Deprel> deprel_from(std::string_view);

// The relation without its subtype: nsubj:pass → nsubj.
Deprel universal(Deprel);

}  // namespace ekg
