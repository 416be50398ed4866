#include "graph/voices.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <set>
#include <tuple>
#include <unordered_map>

#include "graph/content_id.hpp"

namespace ekg {
namespace {

constexpr std::size_t bins = 32, words_in_shingle = 3;
constexpr std::size_t enough = 19;  // bins that agree: 0.6
constexpr std::uint32_t empty_bin = 0xffffffff;
using Signature = std::array<std::uint32_t, bins>;

// Words without regard to ASCII case and punctuation.
void add_shingles(std::string_view text, Signature& signature) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    const bool letter =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (letter)
      words.back() += c;
    else if (c >= 'A' && c <= 'Z')
      words.back() += static_cast<char>(c - 'A' + 'a');
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  const std::size_t shingles =
      words.size() < words_in_shingle ? (words.empty() ? 0 : 1) : words.size() - words_in_shingle + 1;
  for (std::size_t i = 0; i < shingles; ++i) {
    std::string shingle;
    for (std::size_t j = i; j < std::min(words.size(), i + words_in_shingle); ++j) shingle += words[j] + ' ';
    const std::uint64_t hash = content_hash(shingle);
    std::uint32_t& least = signature[hash % bins];
    least = std::min(least, static_cast<std::uint32_t>(hash >> 33));
  }
}

// An empty bin takes the value of the next that is not, so that short texts compare too.
void fill_empty(Signature& signature) {
  const Signature given = signature;
  for (std::size_t i = 0; i < bins; ++i) {
    std::size_t from = i;
    while (given[from] == empty_bin && from - i < bins - 1)
      from = from + 1 < bins ? from + 1 : from + 1 - bins;
    signature[i] = given[from];
    if (given[from] == empty_bin) return;  // no text at all
  }
}

std::size_t agreement(const Signature& a, const Signature& b) {
  std::size_t equal = 0;
  for (std::size_t i = 0; i < bins; ++i) equal += a[i] == b[i] ? 1 : 0;
  return equal;
}

std::uint64_t bucket(const Signature& signature, std::size_t band) {
  return (std::uint64_t{signature[2 * band]} << 32 | signature[2 * band + 1]) * 0x9e3779b97f4a7c15U + band;
}

}  // namespace

Voices::Voices(const EventGraph& graph) : graph_(graph), original_(graph.document_count()) {
  std::iota(original_.begin(), original_.end(), DocumentId{0});
  std::unordered_map<DocumentId, Signature> signatures;
  for (EventId event = 0; event < graph.event_count(); ++event) {
    const auto sources = graph.participants(event, Role::source);
    if (sources.size() < 2) continue;
    for (const Participant source : sources) signatures.try_emplace(source.row());
  }
  std::vector<DocumentId> order;
  EventRecord record;
  for (auto& [document, signature] : signatures) {
    order.push_back(document);
    signature.fill(empty_bin);
    for (const EventId event : graph.events_in(document)) {
      graph.read_record(event, record);
      for (const EventMention& mention : record.mentions)
        if (mention.doc == graph.document(document).id) add_shingles(mention.text, signature);
    }
    fill_empty(signature);
  }
  // Earliest first; those of unknown date last.
  const auto age = [&](DocumentId row) {
    const auto& published = graph.document(row).published;
    return std::tuple(!published, published ? published->begin : std::chrono::sys_seconds(), row);
  };
  std::ranges::sort(order, {}, age);
  std::unordered_map<std::uint64_t, std::vector<DocumentId>> originals;
  for (const DocumentId document : order) {
    const Signature& signature = signatures.at(document);
    if (signature[0] == empty_bin) continue;
    std::size_t best = enough - 1;
    for (std::size_t band = 0; band < bins / 2; ++band) {
      const auto found = originals.find(bucket(signature, band));
      if (found == originals.end()) continue;
      for (const DocumentId other : found->second) {
        const std::size_t equal = agreement(signature, signatures.at(other));
        if (equal > best || (equal == best && best >= enough && age(other) < age(original_[document])))
          best = equal, original_[document] = other;
      }
    }
    if (original_[document] != document) continue;
    for (std::size_t band = 0; band < bins / 2; ++band)
      originals[bucket(signature, band)].push_back(document);
  }
}

VoiceCount Voices::count(EventId event) const {
  const auto sources = graph_.participants(event, Role::source);
  VoiceCount out;
  out.reports = static_cast<std::uint32_t>(sources.size());
  std::vector<std::size_t> group(sources.size());
  std::iota(group.begin(), group.end(), std::size_t{0});
  std::set<std::string_view> outlets;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const std::string& outlet = graph_.document(sources[i].row()).outlet;
    if (!outlet.empty()) outlets.insert(outlet);
    for (std::size_t j = 0; j < i; ++j) {
      const bool same_outlet = !outlet.empty() && graph_.document(sources[j].row()).outlet == outlet;
      if (!same_outlet && original_[sources[i].row()] != original_[sources[j].row()]) continue;
      const std::size_t from = group[i], to = group[j];
      std::ranges::replace(group, from, to);
    }
  }
  out.outlets = static_cast<std::uint32_t>(outlets.size());
  out.voices = static_cast<std::uint32_t>(std::set<std::size_t>(group.begin(), group.end()).size());
  return out;
}

}  // namespace ekg
