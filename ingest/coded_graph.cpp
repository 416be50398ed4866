#include "ingest/coded_graph.hpp"

#include <algorithm>
#include <filesystem>
#include <future>
#include <map>
#include <sstream>
#include <unordered_map>
#include <unordered_set>

#include "graph/parallel.hpp"
#include "graph/record_codec.hpp"
#include "graph/row_graph.hpp"
#include "graph/store/store.hpp"
#include "ingest/coded/day_candidates.hpp"
#include "ingest/coded/file_text.hpp"
#include "ingest/coded/row_lane.hpp"
#include "ingest/coded/row_scan.hpp"
#include "ingest/entity_names.hpp"
#include "ingest/entity_registry.hpp"
#include "ingest/event_merge.hpp"
#include "ingest/input_files.hpp"
#include "ingest/input_stream.hpp"
#include "ingest/ordered_pool.hpp"
#include "ingest/text/ontology.hpp"

namespace ekg {
namespace {

constexpr std::size_t longest_row_bytes = std::size_t{1} << 20;  // longer ones are for the long way
constexpr std::size_t most_open_files = 64;                      // the others lie in memory
constexpr std::size_t merged_together = 1 << 11;                 // rows at least, whole days

// What a reader says of one row.
struct OneRow final : RecordSink {
  void add(Document) override { other = true; }
  void add(EventRecord&& one) override { record = std::move(one); }
  void add_row(Document) override { other = true; }
  void add_row(Entity) override { other = true; }
  void add_mention(std::string, EventMention) override { other = true; }
  void add_source(Document) override {}
  void drop(Problem problem) override { problems.push_back(std::move(problem)); }
  void report(Problem) override { other = true; }
  std::optional<EventRecord> record;
  std::vector<Problem> problems;
  bool other = false;
};

class CodedRowStore final : public RowStore {
 public:
  CodedRowStore(const RowLanes& lanes, std::vector<FileText> texts)
      : lanes_(lanes), texts_(std::move(texts)) {
    for (const FileText& text : texts_) starts_.push_back(starts_.back() + text.size());
  }

  EventRecord record(std::uint64_t at, std::uint64_t id) const {
    const auto [text, begin] = text_of(at);
    TextRoom room;
    std::vector<std::string_view> cells;
    split_cells(text.line(begin, room), cells);
    OneRow one;
    try {
      lanes_.read_row(cells, 0, {}, one);
    } catch (const FieldError&) {
      text.fail_as_changed();
    }
    if (!one.record) text.fail_as_changed();
    EventRecord record = std::move(*one.record);
    if (record.id.empty()) record.id = derived_event_id(record);
    if (record.id != this->id(id)) text.fail_as_changed();
    record.line = 0;
    return record;
  }
  static void name(const Named& named, EventRecord& record) {
    if (named.actor != nullptr) EntityRegistry::name(record.actors.front(), *named.actor);
    if (named.recipient != nullptr) EntityRegistry::name(record.recipients.front(), *named.recipient);
    if (named.place != nullptr) EntityRegistry::name(record.places.front(), *named.place);
  }
  void read(std::uint64_t at, std::uint64_t id, const Named& named, EventRecord& to) const override {
    to = record(at, id);
    name(named, to);
  }
  std::string id(std::uint64_t id) const override {
    return lanes_.id == nullptr ? unpacked_event_id(id) : lanes_.id(id);
  }
  void sources(std::span<const std::uint64_t> at,
               const std::function<void(std::size_t, const Source&)>& each) const override {
    TextRoom room;
    std::vector<std::string_view> cells;
    const FileText* in = nullptr;  // the text of which this is a part
    std::string_view part;
    std::uint64_t part_begin = 0;
    for (std::size_t i = 0; i < at.size(); ++i) {
      const Place place = text_of(at[i]);
      const FileText& text = place.text;
      const std::uint64_t begin = place.begin;
      const auto rest = [&] {
        return in == &text && begin >= part_begin && begin < part_begin + part.size()
                   ? part.substr(static_cast<std::size_t>(begin - part_begin))
                   : std::string_view();
      };
      std::string_view row = rest();
      if (row.find('\n') == std::string_view::npos) {
        in = &text, part_begin = begin - std::min<std::uint64_t>(begin, part_before);
        part = text.read(part_begin, part_bytes, room);
        row = rest();
        if (row.find('\n') == std::string_view::npos && part_begin + part.size() < text.size()) {
          in = nullptr;
          row = text.line(begin, room);
        }
      }
      split_cells(first_line_of(row), cells);
      each(i, lanes_.source(cells));
    }
  }

 private:
  static constexpr std::uint64_t part_before = 1 << 11;  // rows are not quite in order
  static constexpr std::size_t part_bytes = 1 << 16;

  struct Place {
    const FileText& text;
    std::uint64_t begin;
  };
  Place text_of(std::uint64_t at) const {
    const auto file = static_cast<std::size_t>(std::ranges::upper_bound(starts_, at) - starts_.begin()) - 1;
    return {texts_[file], at - starts_[file]};
  }

  const RowLanes& lanes_;
  const std::vector<FileText> texts_;
  std::vector<std::uint64_t> starts_ = {0};  // of each text, as if they stood one behind the other
};

// All inputs by one reader that has lanes, whatever else is asked for; null: not so.
const Reader* reader_of(const std::vector<InputFile>& files, const IngestOptions& options) {
  if (options.gazetteer != nullptr || !options.identities.empty() || !options.maps.empty() || files.empty())
    return nullptr;
  const Reader* common = nullptr;
  for (const InputFile& file : files) {
    std::error_code none;
    if (file.path == "-" || !std::filesystem::is_regular_file(file.path, none)) return nullptr;
    const InputStream in(file.path);
    if (in.head().empty() || Store::is_store(in.head())) return nullptr;
    const Reader* reader =
        options.reader != nullptr ? options.reader : detect_reader(file.path, in.head(), in.is_unpacked());
    // Lanes read by position.
    if (reader != nullptr && !reader->columns.empty() && has_columns(in.head(), reader->columns))
      return nullptr;
    if (reader == nullptr || reader->lanes == nullptr || (common != nullptr && reader != common))
      return nullptr;
    common = reader;
  }
  return common;
}

class CodedGraph {
 public:
  CodedGraph(std::vector<InputFile> files, const Reader& reader, unsigned threads)
      : files_(std::move(files)), reader_(reader), lanes_of_(*reader.lanes), threads_(threads) {}

  // False: the long way is needed.
  bool read();
  bool resolve();
  void tell(ProblemSink& problems, const IngestOptions& options, IngestCounts& counts) const;
  EventGraph freeze();

 private:
  bool read_odd(const InputFile& file, std::size_t width, const std::vector<ScannedBlock>& blocks);
  bool number_all();
  bool ids_are_unique() const;
  bool find_entities();
  bool merge();
  struct Merged {
    std::vector<std::pair<std::uint32_t, EventRecord>> records;  // as RowGraph::records
    std::vector<std::uint32_t> gone;                             // rows that others took in
    bool other_day = false;                                      // a record is not of its row's day
  };
  void merge_rows(std::span<std::uint32_t> rows, Merged& out) const;
  RowStore::Named named(const EventRow& row) const;

  const std::vector<InputFile> files_;
  const Reader& reader_;
  const RowLanes& lanes_of_;
  const unsigned threads_;
  std::vector<std::unique_ptr<RowLane>> lanes_;
  std::vector<FileText> texts_;
  std::vector<InputCounts> counts_;
  std::vector<Problem> problems_;
  std::vector<RowPiles> piles_;       // of each lane
  bool ids_ascend_ = true;            // from row to row, through all files
  std::vector<LaneNumbers> numbers_;  // of each lane
  std::vector<Party> parties_;        // by what the rows say, each once
  std::vector<RowLane::Place> places_;
  RowGraph graph_;
  std::unique_ptr<const CodedRowStore> store_;
};

// What is not ordinary is for the reader itself: it must drop it, for a record that it keeps has no place
// here.
bool CodedGraph::read_odd(const InputFile& file, std::size_t width, const std::vector<ScannedBlock>& blocks) {
  std::vector<std::uint64_t> lines;
  std::string text = "\n";  // so that no row is the first, which may have a byte order mark
  std::uint64_t line = 1;
  for (const ScannedBlock& block : blocks) {
    for (const ScannedBlock::Odd& odd : block.odd) {
      if (odd.row.size() > longest_row_bytes) return false;
      lines.push_back(line + odd.line);
      (text += odd.row) += '\n';
    }
    line += block.lines;
  }
  InputCounts& counts = counts_.back();
  counts.read += lines.size();
  if (lines.empty()) return true;
  std::istringstream in(text);
  OneRow told;
  ReadOptions options = file.options;
  options.width = width;
  reader_.read(in, options, told);
  if (told.record || told.other || told.problems.size() != lines.size()) return false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    told.problems[i].line = lines[i];
    problems_.push_back(std::move(told.problems[i]));
  }
  counts.dropped = lines.size();
  return true;
}

bool CodedGraph::read() {
  // The names of the world are loaded while rows are read; they are needed as soon as those have been.
  const std::future<const ActorLexicon&> names = std::async(std::launch::async, actors);
  for (unsigned t = 0; t < threads_; ++t) lanes_.push_back(lanes_of_.lane());
  piles_.resize(threads_);
  std::uint64_t base = 0, last_id = 0;
  std::size_t open_files = 0;
  for (const InputFile& file : files_) {
    std::vector<ScannedBlock> blocks;
    std::size_t width = 0;
    try {
      texts_.push_back(FileText::open(file.path, open_files < most_open_files));
      const FileText& text = texts_.back();
      if (text.stays_open()) ++open_files;
      if ((base + text.size()) >> EventRow::at_bits != 0) return false;
      width = width_among(text, lanes_of_.widths);
      blocks = scan_rows(text, base, lanes_, piles_, width, lanes_of_.id != nullptr);
      base += text.size();
    } catch (const InputError&) {  // the long way tells it
      return false;
    }
    counts_.push_back({file.path, reader_.name, reader_.unmistakable, 0, 0});
    if (!read_odd(file, width, blocks)) return false;
    for (const ScannedBlock& block : blocks) {
      counts_.back().read += block.rows;
      if (block.rows == 0) continue;
      ids_ascend_ = ids_ascend_ && block.ids_ascend && id_comes_before(last_id, block.first_id);
      last_id = block.last_id;
    }
    if (counts_.back().read == counts_.back().dropped) return false;
  }
  on_threads(threads_, [&](unsigned t) { lanes_[t]->finish(); });
  store_ = std::make_unique<CodedRowStore>(lanes_of_, std::move(texts_));
  return number_all();
}

// Numbers of the lanes become numbers of all.
bool CodedGraph::number_all() {
  std::unordered_map<std::string, std::uint32_t> parties, places;
  std::map<EventKind, std::uint32_t> kinds;
  numbers_.resize(lanes_.size());
  for (std::size_t t = 0; t < lanes_.size(); ++t) {
    numbers_[t].kind_hash = lanes_[t]->kind_hashes();
    for (const Party& party : lanes_[t]->parties()) {
      std::string content = content::parties({party});
      if (lanes_of_.id == nullptr) numbers_[t].party_hash.push_back(part_hash(content));
      const auto [known, is_new] = parties.try_emplace(std::move(content), parties_.size());
      if (is_new) parties_.push_back(party);
      numbers_[t].party.push_back(known->second);
    }
    for (const RowLane::Place& place : lanes_[t]->places()) {
      const auto [known, is_new] =
          places.try_emplace(place.name.name + '\x1f' + place.name.country, places_.size());
      numbers_[t].place.push_back(known->second);
      if (is_new) {
        places_.push_back(place);
        continue;
      }
      RowLane::Place& all = places_[known->second];
      all.rows += place.rows;
      if (place.name.latitude &&
          (!all.name.latitude || std::pair(*place.name.latitude, *place.name.longitude) <
                                     std::pair(*all.name.latitude, *all.name.longitude)))
        all.name.latitude = place.name.latitude, all.name.longitude = place.name.longitude;
    }
    for (const EventKind& kind : lanes_[t]->kinds()) {
      const auto [known, is_new] = kinds.try_emplace(kind, graph_.kinds.size());
      if (is_new) graph_.kinds.push_back(kind);
      numbers_[t].kind.push_back(known->second);
    }
  }
  lanes_.clear();
  if (graph_.kinds.size() >= EventRow::kind_limit) return false;
  return lanes_of_.id == nullptr || ids_are_unique();
}

// Of a data set with ids of its own. Rows of one id need be of no one day, so they are looked for before
// sorting; most files have them in ascending order.
bool CodedGraph::ids_are_unique() const {
  if (ids_ascend_) return true;
  std::vector<std::uint64_t> ids;
  for (const RowPiles& piles : piles_) piles.each([&](const EventRow& row) { ids.push_back(row.id); });
  std::ranges::sort(ids);
  return std::ranges::adjacent_find(ids) == ids.end();
}

// Each party and each place is resolved once, with the weight of all its rows. That is the same as row by row
// while no name depends on what else its document says.
bool CodedGraph::find_entities() {
  static const Identities nothing_settled;
  EntityRegistry registry(nothing_settled);
  std::unordered_set<std::string_view> lone;
  bool persons = false;
  const auto record_of = [](const Party& party, bool told) {
    EventRecord record;
    record.actors = {party};
    if (told) record.mentions.emplace_back().doc = "a row's";
    return record;
  };
  const std::vector<EventRows::PartyCount>& counts = graph_.rows.parties();
  for (std::size_t i = 0; i < parties_.size(); ++i) {
    const Party& party = parties_[i];
    const auto told = static_cast<int>(counts[i].told), untold = static_cast<int>(counts[i].untold);
    const EntityRegistry::NameFacts& facts = registry.facts_of(party);
    if (facts.base.empty()) return false;
    persons = persons || party.kind == EntityKind::person;
    if (told != 0 && (facts.anonymous || (facts.may_be_surname && !lone.insert(facts.base).second)))
      return false;
    if (told != 0) registry.add(record_of(party, true), told);
    if (untold != 0) registry.add(record_of(party, false), untold);
  }
  if (persons && !lone.empty()) return false;
  for (const RowLane::Place& place : places_) {
    EventRecord record;
    record.places = {place.name};
    registry.add(record, static_cast<int>(place.rows));
  }
  registry.settle();
  graph_.entities = registry.sorted();
  const auto row_of = [&](const std::string& id) {
    const auto at = std::ranges::lower_bound(graph_.entities, id, {}, &Entity::id);
    return at == graph_.entities.end() || at->id != id
               ? EventRow::none
               : static_cast<std::uint32_t>(at - graph_.entities.begin());
  };
  for (std::size_t i = 0; i < parties_.size(); ++i) {
    std::optional<std::uint32_t> entity;
    for (const bool told : {true, false}) {
      if ((told ? counts[i].told : counts[i].untold) == 0) continue;
      EventRecord record = record_of(parties_[i], told);
      registry.name(record);
      const std::uint32_t row = row_of(record.actors.front().id);
      if (row == EventRow::none || entity.value_or(row) != row) return false;
      entity = row;
    }
    graph_.party_rows.push_back(entity.value_or(EventRow::none));
  }
  for (const RowLane::Place& place : places_) {
    EventRecord record;
    record.places = {place.name};
    registry.name(record);
    graph_.place_rows.push_back(row_of(record.places.front().id));
    if (graph_.place_rows.back() == EventRow::none) return false;
  }
  return true;
}

RowStore::Named CodedGraph::named(const EventRow& row) const {
  const auto entity = [&](const std::vector<std::uint32_t>& rows, std::uint32_t number) {
    return number == EventRow::none ? nullptr : &graph_.entities[rows[number]];
  };
  return {entity(graph_.party_rows, row.actor), entity(graph_.party_rows, row.recipient),
          entity(graph_.place_rows, row.place)};
}

// Rows that merge_events may join are of one day and one family, with the same actor and recipient (or both
// ways, where they act on each other), or with one party whose other is not told. They alone become records
// and are merged as all are; the others stay rows.
bool CodedGraph::merge() {
  if (lanes_of_.id != nullptr) return true;  // a data set with ids of its own tells each event once
  static const Ontology ontology;
  struct Family {
    std::uint32_t number;
    bool reciprocal;
  };
  std::map<std::pair<std::string, bool>, std::uint32_t> families;
  std::vector<Family> family_of;  // of each kind
  for (const EventKind& kind : graph_.kinds) {
    const EventType* type = ontology.find(kind.type);
    const std::string& family = type == nullptr || type->speech ? kind.type : type->family;
    const bool reciprocal = type != nullptr && type->reciprocal;
    const auto number = static_cast<std::uint32_t>(families.size());
    family_of.push_back({kind.type == "statement"
                             ? DayKey::none
                             : families.try_emplace({family, reciprocal}, number).first->second,
                         reciprocal});
  }
  for (std::size_t i = 0; i < parties_.size(); ++i) {
    if (graph_.rows.parties()[i].told == 0) continue;
    const Entity& entity = graph_.entities[graph_.party_rows[i]];
    // Common nouns without a state are held against each other by their words.
    if (!is_proper(entity.name) && entity.country.empty() && parties_[i].country.empty()) return false;
  }
  const auto key_of = [family = family_of.data(),
                       rows = graph_.party_rows.data()](const EventRow& row) -> DayKey {
    const Family own = family[row.kind()];
    if (!row.told() || own.number == DayKey::none) return {};
    const auto party = [&](std::uint32_t number) {
      return number == EventRow::none ? DayKey::none : rows[number];
    };
    const std::uint32_t a = party(row.actor), b = party(row.recipient);
    if (a == DayKey::none && b == DayKey::none) return {};
    const bool sorted = own.reciprocal || a == DayKey::none || b == DayKey::none;
    return sorted ? DayKey{own.number, std::min(a, b), std::max(a, b)} : DayKey{own.number, a, b};
  };
  std::vector<Merged> merged(threads_);
  on_threads(threads_, [&](unsigned t) {
    DayCandidates of_day;
    std::vector<DayKey> keys;
    std::vector<std::uint32_t> candidates;
    std::int32_t day = 0;
    std::uint32_t first = 0;
    const auto end_day = [&] {
      of_day.find(keys, first, candidates);
      first += static_cast<std::uint32_t>(keys.size());
      keys.clear();
      if (candidates.size() < merged_together) return;
      merge_rows(candidates, merged[t]);
      candidates.clear();
    };
    const auto mine = graph_.rows.part(t, threads_, true);
    if (!mine.empty()) first = mine.front().first;
    for (const EventRows::Piece& piece : mine)
      for (const EventRow& row : piece) {
        if (row.day != day && !keys.empty()) end_day();
        day = row.day;
        keys.push_back(key_of(row));
      }
    end_day();
    merge_rows(candidates, merged[t]);
  });
  std::vector<std::uint32_t> gone;
  for (Merged& own : merged) {
    if (own.other_day) return false;
    gone.insert(gone.end(), own.gone.begin(), own.gone.end());
    std::ranges::move(own.records, std::back_inserter(graph_.records));
  }
  if (gone.empty()) return true;
  // The others move up.
  std::ranges::sort(gone);
  std::ranges::sort(graph_.records, {}, &std::pair<std::uint32_t, EventRecord>::first);
  for (const std::uint32_t hole : gone) graph_.sources_only.push_back(graph_.rows[hole].at());
  std::size_t before = 0;
  for (auto& [row, record] : graph_.records) {
    while (before < gone.size() && gone[before] < row) ++before;
    row -= static_cast<std::uint32_t>(before);
  }
  graph_.rows.erase(gone);
  return true;
}

// All candidates of some days.
void CodedGraph::merge_rows(std::span<std::uint32_t> rows, Merged& out) const {
  std::ranges::sort(rows);
  std::vector<EventRecord> records(rows.size());
  std::unordered_map<std::string, std::uint32_t> row_of;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const EventRow& row = graph_.rows[rows[i]];
    records[i] = store_->record(row.at(), row.id);
    CodedRowStore::name(named(row), records[i]);
    row_of.emplace(records[i].id, rows[i]);
  }
  std::map<std::string, std::string> merged;
  records = merge_events(std::move(records), merged);
  std::unordered_set<std::uint32_t> into;
  for (const auto& [from, to] : merged) out.gone.push_back(row_of.at(from)), into.insert(row_of.at(to));
  for (EventRecord& record : records) {
    const std::uint32_t row = row_of.at(record.id);
    if (into.count(row) == 0) continue;
    out.other_day = out.other_day ||
                    record.time != day_span(std::chrono::sys_days(std::chrono::days(graph_.rows[row].day)));
    out.records.emplace_back(row, std::move(record));
  }
}

bool CodedGraph::resolve() {
  // Rows that say the same have one id, and one of them is the event.
  graph_.rows = EventRows(std::move(piles_), numbers_, threads_);
  graph_.sources_only = graph_.rows.repeated();
  return find_entities() && merge();
}

void CodedGraph::tell(ProblemSink& problems, const IngestOptions& options, IngestCounts& counts) const {
  for (const InputCounts& file : counts_) {
    ReaderCounts& own = counts.by_reader[file.reader];
    ++own.inputs, ++counts.inputs;
    own.read += file.read, own.dropped += file.dropped;
    counts.read += file.read, counts.dropped += file.dropped;
    counts.events += file.read - file.dropped;
    counts.files.push_back(file);
    if (options.progress) options.progress(counts);
  }
  for (const Problem& problem : problems_) problems.report(problem);
}

EventGraph CodedGraph::freeze() {
  graph_.store = std::move(store_);
  return std::move(graph_).freeze(threads_);
}

}  // namespace

std::optional<EventGraph> coded_graph(const std::vector<std::string>& inputs, const IngestOptions& options,
                                      ProblemSink& problems, IngestCounts& counts) {
  ProblemLog found;
  std::vector<InputFile> files = find_input_files(inputs, options.leave_out, found);
  const Reader* reader = nullptr;
  try {
    reader = reader_of(files, options);
  } catch (const BrokenInput&) {
    return std::nullopt;
  }
  if (reader == nullptr || !found.empty()) return std::nullopt;
  CodedGraph graph(std::move(files), *reader, thread_count(options.jobs));
  if (!graph.read() || !graph.resolve()) return std::nullopt;
  IngestCounts done;
  graph.tell(problems, options, done);
  counts = std::move(done);
  return graph.freeze();
}

}  // namespace ekg
