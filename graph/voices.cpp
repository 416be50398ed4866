#include "graph/voices.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

#include "graph/content_id.hpp"

namespace ekg {
namespace {

constexpr std::size_t bins = 32, words_in_shingle = 3;
constexpr std::size_t enough = 19;  // bins that agree: 0.6
constexpr std::uint32_t empty_bin = 0xffffffff;
using Signature = std::array<std::uint32_t, bins>;

// Signatures [first, last) of SameBuckets::members lie in a bucket with that of number `at`, and before it.
struct BucketMates {
  std::uint32_t at, first, last;
};

// Most signatures share no bucket.
struct SameBuckets {
  std::vector<std::uint32_t> members;
  std::vector<BucketMates> mates;  // sorted by `at`

  template <class BucketOf>
  SameBuckets(std::size_t count, BucketOf bucket_of) {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> all(count);
    for (std::size_t band = 0; band < bins / 2; ++band) {
      for (std::uint32_t at = 0; at < count; ++at) all[at] = {bucket_of(at, band), at};
      std::ranges::sort(all);
      for (std::size_t first = 0, next; first < count; first = next) {
        for (next = first + 1; next < count && all[next].first == all[first].first;) ++next;
        if (next == first + 1) continue;
        const auto start = static_cast<std::uint32_t>(members.size());
        for (std::size_t i = first; i < next; ++i) {
          const std::uint32_t at = all[i].second;
          if (i != first) mates.push_back({at, start, static_cast<std::uint32_t>(members.size())});
          members.push_back(at);
        }
      }
    }
    std::ranges::sort(mates, {}, [](const BucketMates& one) { return std::pair(one.at, one.first); });
  }
};

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

Voices::Voices(const Texts& texts) : original_(texts.shared.size()), outlets_(texts.shared.size()) {
  std::iota(original_.begin(), original_.end(), DocumentId{0});
  for (DocumentId row = 0; row < outlets_.size(); ++row) outlets_[row] = texts.outlet(row);
  find_copies(texts);
}

void Voices::find_copies(const Texts& texts) {
  std::vector<DocumentId> shared;  // the others are not looked at
  std::vector<std::uint32_t> place(texts.shared.size());
  for (DocumentId row = 0; row < texts.shared.size(); ++row) {
    if (!texts.shared[row]) continue;
    place[row] = static_cast<std::uint32_t>(shared.size());
    shared.push_back(row);
  }
  if (shared.empty()) return;
  std::vector<Signature> signatures(shared.size());
  for (Signature& signature : signatures) signature.fill(empty_bin);
  texts.each_sentence(
      [&](DocumentId row, std::string_view text) { add_shingles(text, signatures[place[row]]); });
  for (Signature& signature : signatures) fill_empty(signature);

  // Earliest first; those of unknown date last.
  std::vector<std::pair<std::chrono::sys_seconds, DocumentId>> order;
  order.reserve(shared.size());
  for (const DocumentId row : shared)
    if (signatures[place[row]][0] != empty_bin)
      order.emplace_back(texts.published(row).value_or(std::chrono::sys_seconds::max()), row);
  std::ranges::sort(order);
  const auto signature_of = [&](std::uint32_t at) -> const Signature& {
    return signatures[place[order[at].second]];
  };
  const SameBuckets buckets(
      order.size(), [&](std::uint32_t at, std::size_t band) { return bucket(signature_of(at), band); });
  std::vector<bool> is_copy(order.size(), false);
  for (auto mates = buckets.mates.begin(); mates != buckets.mates.end();) {
    const std::uint32_t at = mates->at;
    std::uint32_t original = at;
    std::size_t best = enough - 1;
    for (; mates != buckets.mates.end() && mates->at == at; ++mates) {
      for (std::uint32_t i = mates->first; i < mates->last; ++i) {
        const std::uint32_t other = buckets.members[i];
        if (is_copy[other]) continue;
        const std::size_t equal = agreement(signature_of(at), signature_of(other));
        if (equal > best || (equal == best && best >= enough && other < original))
          best = equal, original = other;
      }
    }
    is_copy[at] = original != at;
    original_[order[at].second] = order[original].second;
  }
}

namespace {

Voices::Texts texts_of(const EventGraph& graph) {
  Voices::Texts texts;
  texts.shared.assign(graph.document_count(), false);
  for (EventId event = 0; event < graph.event_count(); ++event) {
    const auto sources = graph.participants(event, Role::source);
    if (sources.size() < 2) continue;
    for (const Participant source : sources) texts.shared[source.row()] = true;
  }
  texts.published = [&graph](DocumentId row) {
    const auto& published = graph.document(row).published;
    return published ? std::optional(published->begin) : std::nullopt;
  };
  texts.outlet = [&graph](DocumentId row) { return std::string_view(graph.document(row).outlet); };
  texts.each_sentence = [&graph, shared = texts.shared](const Voices::Texts::Visit& visit) {
    EventRecord record;
    for (DocumentId row = 0; row < shared.size(); ++row) {
      if (!shared[row]) continue;
      for (const EventId event : graph.events_in(row)) {
        graph.read_record(event, record);
        for (const EventMention& mention : record.mentions)
          if (mention.doc == graph.document(row).id) visit(row, mention.text);
      }
    }
  };
  return texts;
}

}  // namespace

Voices::Voices(const EventGraph& graph) : Voices(texts_of(graph)) {}

VoiceCount Voices::count(std::span<const DocumentId> sources) const {
  VoiceCount out;
  out.reports = static_cast<std::uint32_t>(sources.size());
  if (sources.size() == 1) {
    out.outlets = outlets_[sources.front()].empty() ? 0 : 1;
    out.voices = 1;
    return out;
  }
  std::vector<std::size_t> group(sources.size());
  std::iota(group.begin(), group.end(), std::size_t{0});
  std::set<std::string_view> outlets;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const std::string_view outlet = outlets_[sources[i]];
    if (!outlet.empty()) outlets.insert(outlet);
    for (std::size_t j = 0; j < i; ++j) {
      const bool same_outlet = !outlet.empty() && outlets_[sources[j]] == outlet;
      if (!same_outlet && original_[sources[i]] != original_[sources[j]]) continue;
      const std::size_t from = group[i], to = group[j];
      std::ranges::replace(group, from, to);
    }
  }
  out.outlets = static_cast<std::uint32_t>(outlets.size());
  out.voices = static_cast<std::uint32_t>(std::set<std::size_t>(group.begin(), group.end()).size());
  return out;
}

VoiceCount count_voices(const Voices& voices, const EventGraph& graph, EventId event) {
  std::vector<DocumentId> sources;
  for (const Participant source : graph.participants(event, Role::source)) sources.push_back(source.row());
  return voices.count(sources);
}

}  // namespace ekg
