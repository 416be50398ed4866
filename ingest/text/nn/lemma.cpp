#include "ingest/text/nn/lemma.hpp"

#include <algorithm>

namespace ekg {
namespace {
std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}
}  // namespace

std::string make_lemma_rule(std::string_view form, std::string_view lemma) {
  auto rule = [&](char kind, std::string_view base) {
    const auto split = std::mismatch(base.begin(), base.end(), lemma.begin(), lemma.end());
    std::string out(1, kind);
    out += std::to_string(base.end() - split.first);
    out.append(split.second, lemma.end());
    return out;
  };
  std::string keep = rule('K', form);
  std::string lowered = rule('L', lower_ascii(form));
  return lowered.size() < keep.size() || (lowered.size() == keep.size() && lower_ascii(form) == form)
             ? lowered
             : keep;
}

std::string apply_lemma_rule(std::string_view form, std::string_view rule) {
  if (rule.size() < 2) return lower_ascii(form);
  std::string base = rule[0] == 'K' ? std::string(form) : lower_ascii(form);
  std::size_t strip = 0, at = 1;
  while (at < rule.size() && rule[at] >= '0' && rule[at] <= '9') strip = strip * 10 + (rule[at++] - '0');
  if (strip > base.size()) return base;
  return base.substr(0, base.size() - strip).append(rule.substr(at));
}

}  // namespace ekg
