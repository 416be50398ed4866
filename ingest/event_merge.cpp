#include "ingest/event_merge.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

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

using Keys = std::vector<std::string_view>;  // sorted, unique; into the records and the KeyMaker

// One event as far as it is known: a record, or several that were merged.
struct Cluster {
  std::size_t record;  // that takes the others in
  Keys recipients, places;
  TimeSpan common;                 // of all its records
  bool told;                       // the text gives the time; else it is the day of publication
  std::set<std::string> datasets;  // of its records
  bool gone = false;
};

bool meet(const std::set<std::string>& a, const std::set<std::string>& b) {
  return std::ranges::any_of(a, [&](const std::string& one) { return b.count(one) != 0; });
}

void sort_unique(Keys& keys) {
  if (keys.size() < 2) return;
  std::ranges::sort(keys);
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

// Whom and where records tell of. Keys live as long as the records' parties and this.
class KeyMaker {
 public:
  Keys of(const std::vector<Party>& parties) {
    Keys keys;
    keys.reserve(parties.size());
    for (const Party& party : parties) keys.push_back(of(party));
    sort_unique(keys);
    return keys;
  }
  static Keys of(const std::vector<PlaceName>& places) {
    Keys keys;
    keys.reserve(places.size());
    for (const PlaceName& place : places) keys.push_back(place.id);
    sort_unique(keys);
    return keys;
  }

 private:
  // The party's entity, but for common nouns without a state, which are another entity in every document: the
  // words.
  std::string_view of(const Party& party) {
    const bool proper =
        std::ranges::any_of(party.name, [](unsigned char c) { return c >= 0x80 || (c >= 'A' && c <= 'Z'); });
    const bool of_state = !party.country.empty() && !party.inferred;
    return proper || of_state ? std::string_view(party.id) : *words_.insert(name_key(party.name)).first;
  }

  std::unordered_set<std::string> words_;
};

void append(std::string& key, const Keys& parts) {
  key += '|';
  for (const std::string_view part : parts) (key += part) += '\x1f';
}

// What the records of an event have in common for certain. Without time, and without anybody who acts or a
// place, nothing is merged.
std::optional<std::string> group_of(const EventRecord& record, KeyMaker& keys) {
  if (!has_happened(record.status) || record.mentions.empty() || record.type == "statement" || !record.time ||
      record.time->precision == Precision::unknown)
    return std::nullopt;
  const EventType* type = type_of(record);
  std::string key = type == nullptr || type->speech ? record.type : type->family;
  Keys actors = keys.of(record.actors);
  if (type != nullptr && type->reciprocal) {
    std::ranges::copy(keys.of(record.recipients), std::back_inserter(actors));
    sort_unique(actors);
    // "A met B" and "A and B met"; who met somebody unknown did not meet the same.
    if (actors.size() < 2) append(key, keys.of(record.recipients));
  }
  if (actors.empty()) {
    const Keys scenes = KeyMaker::of(record.places);
    if (record.recipients.empty() || scenes.empty() || record.time->end - record.time->begin > day)
      return std::nullopt;
    append(key, scenes);
  }
  append(key, actors);
  return key;
}

template <typename Value, typename Less>
void append_new(std::vector<Value>& into, std::vector<Value>& from, Less less) {
  into.insert(into.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  std::sort(into.begin(), into.end(), less);
  into.erase(std::unique(into.begin(), into.end()), into.end());
}

auto mention_order(const EventMention& m) { return std::tie(m.doc, m.sentence, m.span, m.trigger, m.text); }

// `other` is told of the same event as `event`, which knows more or comes first in the canonical order.
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

class GroupMerger {
 public:
  GroupMerger(std::vector<EventRecord>& records, KeyMaker& keys, std::vector<bool>& gone,
              std::map<std::string, std::string>& merged)
      : records_(records), keys_(keys), gone_(gone), merged_(merged) {}

  void merge(std::vector<std::size_t>& members) {
    std::ranges::sort(members, [&](std::size_t a, std::size_t b) {
      return std::tie(*records_[a].time, records_[a].id) < std::tie(*records_[b].time, records_[b].id);
    });
    merge_equals(members);
    if (clusters_.size() > 1) join_vaguer();
  }

 private:
  // Records that agree on all: an event joins the one before it while all their times overlap.
  void merge_equals(const std::vector<std::size_t>& members) {
    std::map<std::tuple<Keys, Keys, bool>, std::size_t> open;
    for (const std::size_t i : members) {
      Cluster cluster{i, {}, {}, *records_[i].time, tells_time(records_[i]), {}};
      const std::string dataset = dataset_of(records_[i]);
      if (!dataset.empty()) cluster.datasets.insert(dataset);
      const EventType* type = type_of(records_[i]);
      if (type == nullptr || !type->reciprocal) cluster.recipients = keys_.of(records_[i].recipients);
      cluster.places = KeyMaker::of(records_[i].places);
      const std::tuple key(cluster.recipients, cluster.places, cluster.told);
      const auto known = open.find(key);
      if (known != open.end() && clusters_[known->second].common.overlaps(cluster.common) &&
          !meet(clusters_[known->second].datasets, cluster.datasets)) {
        take_in(clusters_[known->second], cluster);
      } else {
        open[key] = clusters_.size();
        SetClusters& own = of_set_[dataset];
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
      return clusters_[i].recipients.size() + clusters_[i].places.size() + (clusters_[i].told ? 1 : 0);
    };
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return known(a) > known(b); });
    // Clusters are sorted by the time of their first records; one that overlaps begins at most `longest`
    // before.
    for (const std::size_t i : order) {
      if (length(clusters_[i]) > longest) continue;
      std::optional<std::size_t> fits;
      bool several = false;
      const std::string dataset = dataset_of(records_[clusters_[i].record]);
      for (const auto& [other, set] : of_set_) {
        if (!dataset.empty() && other == dataset) continue;
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

  static std::chrono::seconds length(const Cluster& cluster) {
    return cluster.common.end - cluster.common.begin;
  }

  static bool is_vaguer(const Cluster& less, const Cluster& more) {
    if ((less.told && !more.told) || length(more) > longest) return false;
    if (!std::ranges::includes(more.recipients, less.recipients) ||
        !std::ranges::includes(more.places, less.places))
      return false;
    if (less.told == more.told)
      return (less.recipients != more.recipients || less.places != more.places) &&
             less.common.overlaps(more.common);
    TimeSpan reach = less.common;
    if (reach.end - reach.begin <= day) reach.begin -= day;
    return reach.overlaps(more.common);
  }

  void take_in(Cluster& into, const Cluster& other) {
    if (into.told == other.told) {
      into.common.begin = std::max(into.common.begin, other.common.begin);
      into.common.end = std::min(into.common.end, other.common.end);
    }
    into.datasets.insert(other.datasets.begin(), other.datasets.end());
    merged_[records_[other.record].id] = records_[into.record].id;
    absorb(records_[into.record], records_[other.record]);
    gone_[other.record] = true;
  }

  std::vector<EventRecord>& records_;
  KeyMaker& keys_;
  std::vector<bool>& gone_;
  std::map<std::string, std::string>& merged_;
  std::vector<Cluster> clusters_;
  // The clusters whose first record is of one data set, or of none: the rows of a set need not be held
  // against each other, and they may be many.
  struct SetClusters {
    std::vector<std::chrono::sys_seconds> starts;
    std::vector<std::size_t> clusters;
  };
  std::map<std::string, SetClusters> of_set_;
  std::vector<std::chrono::sys_seconds> starts_;  // of each cluster's first record, ascending
};

}  // namespace

std::vector<EventRecord> merge_events(std::vector<EventRecord> records,
                                      std::map<std::string, std::string>& merged) {
  std::unordered_map<std::string, std::vector<std::size_t>> groups;  // each is merged by itself
  std::vector<bool> gone(records.size(), false);
  KeyMaker keys;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (auto key = group_of(records[i], keys)) groups[std::move(*key)].push_back(i);
  }
  for (auto& [key, members] : groups) {
    if (members.size() > 1) GroupMerger(records, keys, gone, merged).merge(members);
  }
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
