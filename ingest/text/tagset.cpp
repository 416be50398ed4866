#include "ingest/text/tagset.hpp"

#include <array>
#include <iterator>

namespace ekg {
namespace {
constexpr std::string_view upos_names[] = {
#define UPOS(name) #name,
#define XPOS(name, text)
#define DEPREL(name, text)
#include "ingest/text/tagset.def"
};
constexpr std::string_view xpos_names[] = {
#define UPOS(name)
#define XPOS(name, text) text,
#define DEPREL(name, text)
#include "ingest/text/tagset.def"
};
constexpr std::string_view deprel_names[] = {
#define UPOS(name)
#define XPOS(name, text)
#define DEPREL(name, text) text,
#include "ingest/text/tagset.def"
};

template <class Enum, std::size_t n>
std::optional<Enum> find_name(const std::string_view (&names)[n], std::string_view name) {
  for (std::size_t i = 0; i < n; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}
}  // namespace

const int xpos_count = static_cast<int>(std::size(xpos_names));
const int deprel_count = static_cast<int>(std::size(deprel_names));

std::string_view to_string(Upos upos) { return upos_names[static_cast<int>(upos)]; }
std::string_view to_string(Xpos xpos) { return xpos_names[static_cast<int>(xpos)]; }
std::string_view to_string(Deprel deprel) { return deprel_names[static_cast<int>(deprel)]; }
std::optional<Upos> upos_from(std::string_view name) { return find_name<Upos>(upos_names, name); }
std::optional<Xpos> xpos_from(std::string_view name) { return find_name<Xpos>(xpos_names, name); }
std::optional<Deprel> deprel_from(std::string_view name) { return find_name<Deprel>(deprel_names, name); }

Deprel universal(Deprel deprel) {
  static const auto table = [] {
    std::array<Deprel, std::size(deprel_names)> to{};
    for (std::size_t i = 0; i < to.size(); ++i) {
      to[i] = *deprel_from(deprel_names[i].substr(0, deprel_names[i].find(':')));
    }
    return to;
  }();
  return table[static_cast<std::size_t>(deprel)];
}

}  // namespace ekg
