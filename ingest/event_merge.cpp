#include "ingest/event_merge.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <numeric>
#include <optional>
#include <tuple>
#include <unordered_map>

#include "graph/content_id.hpp"
#include "ingest/text/actor_lexicon.hpp"
#include "ingest/text/ontology.hpp"

namespace ekg {
namespace {

constexpr std::chrono::seconds day = std::chrono::hours(24);
constexpr std::chrono::seconds longest = 31 * day;  // what is told less precisely joins nothing that differs

const EventType* type_of(const EventRecord& record) {
  static const Ontology ontology;
  return ontology.find(record.type);
}

// How strongly a status speaks for the event; a denial stays visible in the attribution.
int weight(Status status) {
  switch (status) {
    case Status::confirmed:
      return 6;
    case Status::asserted:
      return 5;
    case Status::reported:
      return 4;
    case Status::unverified:
      return 3;
    case Status::denied:
      return 2;
    default:
      return 0;
  }
}

bool has_happened(Status status) { return weight(status) > 0; }

// "icews" of "icews:32889836": a data set that keeps ids of its own tells each event once, so that two of its
// rows, however alike, are two events. Empty for any other id.
std::string dataset_of(const EventRecord& record) {
  const std::size_t colon = record.id.find(':');
  return colon == std::string::npos ? std::string() : record.id.substr(0, colon);
}

// Is the time the event's own? What a text does not tell is the day of publication.
bool tells_time(const EventRecord& record) {
  return !record.time_text.empty() || record.id.find(':') != std::string::npos;
}

using Keys = std::vector<std::uint32_t>;  // numbers of names; sorted, unique

template <class Value>
void sort_unique(std::vector<Value>& values) {
  if (values.size() < 2) return;
  std::ranges::sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

// Recipients, places and whether the time is told, as text that is equal for equal ones.
std::string_view packed(bool told, const Keys& recipients, const Keys& places, std::string& text) {
  const auto append = [&](std::uint32_t number) {
    char raw[sizeof number];
    std::memcpy(raw, &number, sizeof number);
    text.append(raw, sizeof number);
  };
  text.clear();
  append(told ? 1 : 0);
  append(static_cast<std::uint32_t>(recipients.size()));
  for (const std::uint32_t one : recipients) append(one);
  for (const std::uint32_t one : places) append(one);
  return text;
}

struct Unpacked {
  bool told;
  Keys recipients, places;

  explicit Unpacked(std::string_view text) {
    const auto number = [&](std::size_t at) {
      std::uint32_t value = 0;
      std::memcpy(&value, text.data() + at * sizeof value, sizeof value);
      return value;
    };
    const std::size_t count = number(1), all = text.size() / sizeof(std::uint32_t);
    told = number(0) != 0;
    for (std::size_t at = 2; at < all; ++at) (at < 2 + count ? recipients : places).push_back(number(at));
  }
};

// One event as far as it is known: a record, or several that were merged.
struct Cluster {
  std::uint32_t record;   // that takes the others in
  std::uint32_t dataset;  // of that record; 0: none
  Unpacked parties;
  TimeSpan common;                      // of all its records
  std::vector<std::uint32_t> datasets;  // of its records; sorted
  bool gone = false;
};

bool meet(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  return std::ranges::any_of(a, [&](std::uint32_t one) { return std::ranges::binary_search(b, one); });
}

std::chrono::seconds length(const Cluster& cluster) { return cluster.common.end - cluster.common.begin; }

bool is_vaguer(const Cluster& less, const Cluster& more) {
  const Unpacked &a = less.parties, &b = more.parties;
  if ((a.told && !b.told) || length(more) > longest) return false;
  if (!std::ranges::includes(b.recipients, a.recipients) || !std::ranges::includes(b.places, a.places))
    return false;
  if (a.told == b.told)
    return (a.recipients != b.recipients || a.places != b.places) && less.common.overlaps(more.common);
  TimeSpan reach = less.common;
  if (reach.end - reach.begin <= day) reach.begin -= day;
  return reach.overlaps(more.common);
}

// The records of one group.
class GroupMerger {
 public:
  GroupMerger(const StringTable& parties, std::vector<EventJoin>& joins) : parties_(parties), joins_(joins) {}

  void merge(std::span<const EventMerger::Row> rows) {
    merge_equals(rows);
    if (clusters_.size() > 1) join_vaguer();
  }

 private:
  // Records that agree on all: an event joins the one before it while all their times overlap.
  void merge_equals(std::span<const EventMerger::Row> rows) {
    std::unordered_map<StringTable::Id, std::size_t> open;
    for (const EventMerger::Row& row : rows) {
      Cluster cluster{row.number,
                      row.dataset,
                      Unpacked(parties_.at(row.parties)),
                      {row.begin, row.end, static_cast<Precision>(row.precision)},
                      {}};
      if (row.dataset != 0) cluster.datasets.push_back(row.dataset);
      const auto known = open.find(row.parties);
      if (known != open.end() && clusters_[known->second].common.overlaps(cluster.common) &&
          !meet(clusters_[known->second].datasets, cluster.datasets)) {
        take_in(clusters_[known->second], cluster);
      } else {
        open[row.parties] = clusters_.size();
        SetClusters& own = of_set_[row.dataset];
        own.starts.push_back(cluster.common.begin);
        own.clusters.push_back(clusters_.size());
        starts_.push_back(cluster.common.begin);
        clusters_.push_back(std::move(cluster));
      }
    }
  }

  // What tells less joins the only event that it fits; those that tell most are looked at first.
  void join_vaguer() {
    std::vector<std::size_t> order(clusters_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto known = [&](std::size_t i) {
      const Unpacked& parties = clusters_[i].parties;
      return parties.recipients.size() + parties.places.size() + (parties.told ? 1 : 0);
    };
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return known(a) > known(b); });
    // Clusters are sorted by the time of their first records; one that overlaps begins at most `longest`
    // before.
    for (const std::size_t i : order) {
      if (length(clusters_[i]) > longest) continue;
      std::optional<std::size_t> fits;
      bool several = false;
      for (const auto& [dataset, set] : of_set_) {
        if (dataset != 0 && dataset == clusters_[i].dataset) continue;
        const auto first =
            std::ranges::lower_bound(set.starts, starts_[i] - longest - day) - set.starts.begin();
        for (auto at = static_cast<std::size_t>(first);
             at < set.starts.size() && set.starts[at] < clusters_[i].common.end && !several; ++at) {
          const std::size_t j = set.clusters[at];
          if (j == i || clusters_[j].gone || meet(clusters_[i].datasets, clusters_[j].datasets) ||
              !is_vaguer(clusters_[i], clusters_[j]))
            continue;
          several = fits.has_value();
          fits = j;
        }
      }
      if (!fits || several) continue;
      take_in(clusters_[*fits], clusters_[i]);
      clusters_[i].gone = true;
    }
  }

  void take_in(Cluster& into, const Cluster& other) {
    if (into.parties.told == other.parties.told) {
      into.common.begin = std::max(into.common.begin, other.common.begin);
      into.common.end = std::min(into.common.end, other.common.end);
    }
    into.datasets.insert(into.datasets.end(), other.datasets.begin(), other.datasets.end());
    sort_unique(into.datasets);
    joins_.push_back({into.record, other.record});
  }

  const StringTable& parties_;
  std::vector<EventJoin>& joins_;
  std::vector<Cluster> clusters_;
  // The clusters whose first record is of one data set, or of none: the rows of a set need not be held
  // against each other, and they may be many.
  struct SetClusters {
    std::vector<std::chrono::sys_seconds> starts;
    std::vector<std::size_t> clusters;
  };
  std::map<std::uint32_t, SetClusters> of_set_;
  std::vector<std::chrono::sys_seconds> starts_;  // of each cluster's first record, ascending
};

template <typename Value, typename Less>
void append_new(std::vector<Value>& into, std::vector<Value>& from, Less less) {
  into.insert(into.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  std::sort(into.begin(), into.end(), less);
  into.erase(std::unique(into.begin(), into.end()), into.end());
}

auto mention_order(const EventMention& m) { return std::tie(m.doc, m.sentence, m.span, m.trigger, m.text); }

}  // namespace

void absorb(EventRecord& event, EventRecord& other) {
  event.status = weight(other.status) > weight(event.status) ? other.status : event.status;
  const auto vague = [](const EventRecord& record) {
    return std::tuple(!tells_time(record), record.time->end - record.time->begin, *record.time);
  };
  if (vague(other) < vague(event)) event.time = other.time, event.time_text = other.time_text;
  append_new(event.mentions, other.mentions, [](const EventMention& a, const EventMention& b) {
    return mention_order(a) < mention_order(b);
  });
  append_new(event.attribution, other.attribution, [](const Attribution& a, const Attribution& b) {
    return std::tie(a.by.id, a.by.name, a.verb, a.stance, a.by.mention) <
           std::tie(b.by.id, b.by.name, b.verb, b.stance, b.by.mention);
  });
  append_new(event.quantities, other.quantities, [](const EventQuantity& a, const EventQuantity& b) {
    return std::tie(a.of, a.value, a.max, a.comparator, a.text) <
           std::tie(b.of, b.value, b.max, b.comparator, b.text);
  });
  if (other.confidence && (!event.confidence || *other.confidence > *event.confidence))
    event.confidence = other.confidence;
  if (event.about.empty()) event.about = other.about;
  append_new(event.fields, other.fields, std::less<>());
  const auto same = [](const SourceField& a, const SourceField& b) { return a.name == b.name; };
  event.fields.erase(std::unique(event.fields.begin(), event.fields.end(), same), event.fields.end());
}

// The party's entity, but for common nouns without a state, which are another entity in every document: the
// words.
std::uint32_t EventMerger::key_of(const Party& party) {
  const bool proper =
      std::ranges::any_of(party.name, [](unsigned char c) { return c >= 0x80 || (c >= 'A' && c <= 'Z'); });
  const bool of_state = !party.country.empty() && !party.inferred;
  if (proper || of_state) return names_.intern(party.id);
  return names_.intern(name_key(party.name));
}

void EventMerger::add(std::uint32_t number, const EventRecord& record) {
  // Without time, and without anybody who acts or a place, nothing is merged.
  if (!has_happened(record.status) || record.mentions.empty() || record.type == "statement" || !record.time ||
      record.time->precision == Precision::unknown)
    return;
  const auto parties = [&](const std::vector<Party>& list, std::vector<std::uint32_t>& keys) {
    keys.clear();
    for (const Party& party : list) keys.push_back(key_of(party));
    sort_unique(keys);
  };
  parties(record.actors, actors_);
  parties(record.recipients, recipients_);
  places_.clear();
  for (const PlaceName& place : record.places) places_.push_back(names_.intern(place.id));
  sort_unique(places_);

  // What the records of an event have in common for certain.
  const EventType* type = type_of(record);
  const bool reciprocal = type != nullptr && type->reciprocal;
  text_ = type == nullptr || type->speech ? record.type : type->family;
  const auto append = [&](const std::vector<std::uint32_t>& keys) {
    text_ += '|';
    for (const std::uint32_t key : keys) (text_ += names_.at(key)) += '\x1f';
  };
  if (reciprocal) {
    // "A met B" and "A and B met"; who met somebody unknown did not meet the same.
    actors_.insert(actors_.end(), recipients_.begin(), recipients_.end());
    sort_unique(actors_);
    if (actors_.size() < 2) append(recipients_);
  }
  if (actors_.empty()) {
    if (record.recipients.empty() || places_.empty() || record.time->end - record.time->begin > day) return;
    append(places_);
  }
  append(actors_);

  Row row{};
  row.group = content_hash(text_);
  row.begin = record.time->begin, row.end = record.time->end;
  row.precision = static_cast<std::uint32_t>(record.time->precision);
  row.number = number;
  row.dataset = datasets_.intern(dataset_of(record));
  if (reciprocal) recipients_.clear();
  row.parties = parties_.intern(packed(tells_time(record), recipients_, places_, text_));
  rows_.push_back(row);
}

void EventMerger::join(const std::function<void(std::span<const EventJoin>)>& use) {
  std::ranges::sort(rows_, [](const Row& a, const Row& b) {
    if (a.group != b.group) return a.group < b.group;
    if (a.begin != b.begin) return a.begin < b.begin;
    if (a.end != b.end) return a.end < b.end;
    return a.precision != b.precision ? a.precision < b.precision : a.number < b.number;
  });
  std::vector<EventJoin> joins;
  for (std::size_t first = 0, next; first < rows_.size(); first = next) {
    for (next = first + 1; next < rows_.size() && rows_[next].group == rows_[first].group;) ++next;
    if (next == first + 1) continue;
    joins.clear();
    GroupMerger(parties_, joins).merge({rows_.data() + first, next - first});
    if (!joins.empty()) use(joins);
  }
  rows_ = {};
  names_ = {}, parties_ = {};
}

std::vector<EventRecord> merge_events(std::vector<EventRecord> records,
                                      std::map<std::string, std::string>& merged) {
  std::vector<std::uint32_t> by_id(records.size());
  std::iota(by_id.begin(), by_id.end(), 0U);
  std::ranges::sort(by_id, {}, [&](std::uint32_t at) -> const std::string& { return records[at].id; });
  EventMerger merger;
  for (std::uint32_t rank = 0; rank < by_id.size(); ++rank) merger.add(rank, records[by_id[rank]]);
  std::vector<bool> gone(records.size(), false);
  merger.join([&](std::span<const EventJoin> joins) {
    for (const EventJoin& join : joins) {
      EventRecord &into = records[by_id[join.into]], &other = records[by_id[join.other]];
      merged[other.id] = into.id;
      absorb(into, other);
      gone[by_id[join.other]] = true;
    }
  });
  // An event that took others in may be gone itself.
  for (auto& [from, into] : merged) {
    for (auto next = merged.find(into); next != merged.end(); next = merged.find(into)) into = next->second;
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (gone[i]) continue;
    if (kept != i) records[kept] = std::move(records[i]);
    ++kept;
  }
  records.erase(records.begin() + static_cast<std::ptrdiff_t>(kept), records.end());
  return records;
}

}  // namespace ekg
