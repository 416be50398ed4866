#include "ingest/graph_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "graph/content_id.hpp"
#include "graph/event_graph_builder.hpp"
#include "graph/string_table.hpp"
#include "ingest/drawn_names.hpp"
#include "ingest/resolve.hpp"

namespace ekg {
namespace {

// A graph in memory, as rows that own it; a base, because the rows refer to it from their beginning on.
struct OwnGraph {
  EventGraph graph;
};
class OwnGraphRows final : OwnGraph, public EventGraphRows {
 public:
  explicit OwnGraphRows(EventGraph own) : OwnGraph{std::move(own)}, EventGraphRows(graph) {}
};

// Resolved records: the rows that an EventGraph of them has, without one.
class ResolvedRows final : public GraphRows {
 public:
  using Documents = std::unordered_map<std::string, Document>;
  ResolvedRows(std::unique_ptr<ResolvedRecords> records, std::vector<Entity> entities, Documents documents,
               ProblemSink& problems)
      : records_(std::move(records)), entities_(std::move(entities)), documents_(std::move(documents)) {
    drop_incomplete(problems);
    note_documents();
  }

  std::span<const Entity> entities() const override { return entities_; }
  DocumentId document_count() const override { return static_cast<DocumentId>(by_row_.size()); }
  Document document(DocumentId row) const override {
    std::string id(names_.at(by_row_[row]));
    if (const auto known = documents_.find(id); known != documents_.end()) return known->second;
    Document unknown;  // but for its id
    unknown.id = std::move(id);
    return unknown;
  }
  std::optional<DocumentId> find_document(std::string_view id) const override {
    const StringTable::Id name = names_.intern(id);  // all that tell of an event are there
    return name != 0 && name < row_of_.size() ? std::optional(row_of_[name]) : std::nullopt;
  }
  EventId event_count() const override {
    return records_->event_count() - static_cast<EventId>(records_->incomplete().size());
  }
  void read_event(EventId event, EventRecord& record) override {
    records_->read(complete_.empty() ? event : complete_[event], record);
    EventGraphBuilder::make_canonical(record);
  }
  const Voices& voices() override {
    if (!voices_) find_voices();
    return *voices_;
  }

 private:
  void drop_incomplete(ProblemSink& problems) {
    if (records_->incomplete().empty()) return;
    EventRecord record;
    auto dropped = records_->incomplete().begin();
    for (EventId event = 0; event < records_->event_count(); ++event) {
      if (dropped == records_->incomplete().end() || *dropped != event) {
        complete_.push_back(event);
        continue;
      }
      ++dropped;
      records_->read(event, record);
      EventGraphBuilder::make_canonical(record);
      problems.report(EventGraphBuilder::unknown_entity(record, [&](const std::string& id) {
        return std::ranges::binary_search(entities_, id, {}, &Entity::id);
      }));
    }
  }

  // The rows of all documents that are known or tell of an event, by id, and which of them share one.
  void note_documents() {
    for (const auto& [id, document] : documents_) names_.intern(id);
    std::vector<StringTable::Id> told;
    std::vector<bool> shares;
    records_->each_told([&](const std::vector<EventMention>& mentions) {
      told.clear();
      for (const EventMention& mention : mentions)
        if (!mention.doc.empty()) told.push_back(names_.intern(mention.doc));
      if (told.empty() || std::ranges::count(told, told.front()) == std::ssize(told)) return;
      for (const StringTable::Id name : told) {
        if (name >= shares.size()) shares.resize(std::max<std::size_t>(name + 1, shares.size() * 2), false);
        shares[name] = true;
      }
    });
    by_row_.resize(names_.size() - 1);  // the empty name is no document's
    std::iota(by_row_.begin(), by_row_.end(), StringTable::Id{1});
    std::ranges::sort(by_row_, {}, [&](StringTable::Id name) { return names_.at(name); });
    row_of_.resize(names_.size());
    shared_.assign(by_row_.size(), false);
    for (DocumentId row = 0; row < by_row_.size(); ++row) {
      row_of_[by_row_[row]] = row;
      shared_[row] = by_row_[row] < shares.size() && shares[by_row_[row]];
    }
  }

  void find_voices() {
    Voices::Texts texts;
    texts.shared = std::move(shared_);
    const auto known = [this](DocumentId row) -> const Document* {
      if (documents_.empty()) return nullptr;
      const auto document = documents_.find(std::string(names_.at(by_row_[row])));
      return document != documents_.end() ? &document->second : nullptr;
    };
    texts.published = [&](DocumentId row) {
      const Document* document = known(row);
      return document != nullptr && document->published ? std::optional(document->published->begin)
                                                        : std::nullopt;
    };
    texts.outlet = [&](DocumentId row) {
      const Document* document = known(row);
      return document != nullptr ? std::string_view(document->outlet) : std::string_view();
    };
    texts.each_sentence = [&](const Voices::Texts::Visit& visit) {
      records_->each_told([&](const std::vector<EventMention>& mentions) {
        for (const EventMention& mention : mentions) {
          const auto row = find_document(mention.doc);
          if (row && texts.shared[*row]) visit(*row, mention.text);
        }
      });
    };
    voices_.emplace(texts);
  }

  std::unique_ptr<ResolvedRecords> records_;
  std::vector<Entity> entities_;
  Documents documents_;
  std::vector<EventId> complete_;  // of the records' events; empty: all are
  mutable StringTable names_;      // ids of documents
  std::vector<StringTable::Id> by_row_;
  std::vector<DocumentId> row_of_;  // by name
  std::vector<bool> shared_;        // until the voices are found
  std::optional<Voices> voices_;
};

}  // namespace

void GraphParts::add(Document document, DocumentOrigin origin) {
  if (origin == DocumentOrigin::text) all_resolved_ = false;
  document.text.clear();
  document.text.shrink_to_fit();
  const auto [known, is_new] = documents_.try_emplace(document.id);
  if (is_new)
    known->second = std::move(document);
  else
    EventGraphBuilder::unite(known->second, document);
}

void GraphParts::add(Entity entity) { entities_.push_back(std::move(entity)); }

void GraphParts::add(const EventRecord& record) {
  await_names_ = await_names_ || awaits_names(record);
  if (!record.id.empty()) {
    records_.add(record);
    return;
  }
  EventRecord named = record;
  named.id = derived_event_id(record);
  records_.add(named);
}

void GraphParts::add(const Identities& identities) { add_identities(identities_, identities); }

IngestConsumer GraphParts::consumer() {
  return {[this](const Document& document, const std::vector<EventRecord>& events) {
            Document row = document;
            row.text.clear();
            add(std::move(row), DocumentOrigin::text);
            for (const EventRecord& record : events) add(record);
          },
          [this](const EventRecord& record) { add(record); },
          [this](Document document) { add(std::move(document), DocumentOrigin::row); },
          [this](Entity entity) { add(std::move(entity)); },
          {},
          [this](const Identities& identities) { add(identities); }};
}

std::unique_ptr<GraphRows> GraphParts::rows(ProblemSink& problems) {
  EventGraphBuilder builder;
  RecordPile records = await_names_ ? named_records() : std::move(records_);
  if (all_resolved_ && identities_.empty() && names_only_known(records)) {
    for (auto& [id, document] : documents_) builder.add(std::move(document));
    for (Entity& entity : entities_) builder.add(std::move(entity));
    EventRecord record;
    for (RecordPile::Number number = 0; number < records.size(); ++number) {
      records.read(number, record);
      builder.add(std::as_const(record));
    }
    return std::make_unique<OwnGraphRows>(builder.freeze(problems));
  }
  auto resolved = std::make_unique<ResolvedRecords>(std::move(records), identities_);
  for (const auto& [id, last] : resolved->contradicted())
    problems.report(
        {"contradicting-records", Severity::warning, last.file, last.line, 0,
         "records with one id tell of different events or numbers; one of them is kept, of ACLED's the last "
         "written; give each event its own id",
         excerpt_of(id)});
  if (!resolved->unknown().empty())
    problems.report(
        {"unknown-event", Severity::warning, "", 0, 0,
         fmt::format("mentions of {} events that no input has were left out", resolved->unknown().size()),
         excerpt_of(resolved->unknown().front())});
  // What is known of entities from graphs that were resolved before.
  for (Entity& entity : entities_)
    if (std::ranges::binary_search(resolved->entities(), entity.id, {}, &Entity::id))
      builder.add(std::move(entity));
  for (const Entity& entity : resolved->entities()) builder.add(entity);
  const EventGraph known = builder.freeze(problems);
  std::vector<Entity> entities(known.entities().begin(), known.entities().end());
  resolved->entities() = {};
  return std::make_unique<ResolvedRows>(std::move(resolved), std::move(entities), std::move(documents_),
                                        problems);
}

EventGraph GraphParts::finish(ProblemSink& problems) { return graph_of(*rows(problems), problems); }

RecordPile GraphParts::named_records() {
  const DrawnNames names(entities_);
  RecordPile named;
  EventRecord record;
  for (RecordPile::Number number = 0; number < records_.size(); ++number) {
    records_.read(number, record);
    names.complete(record);
    const RecordPile::Origin origin = records_.origin(number);
    record.file = origin.file, record.line = origin.line;
    named.add(record);
  }
  return named;
}

bool GraphParts::names_only_known(const RecordPile& records) {
  std::ranges::sort(entities_, {}, &Entity::id);
  const auto known = [&](const std::string& id) {
    return std::ranges::binary_search(entities_, id, {}, &Entity::id);
  };
  const auto all_known = [&](const auto& parties) {
    return std::ranges::all_of(parties, [&](const auto& party) { return known(party.id); });
  };
  EventRecord record;
  for (RecordPile::Number number = 0; number < records.size(); ++number) {
    records.read(number, record);
    const bool complete = !record.type.empty() && all_known(record.actors) && all_known(record.recipients) &&
                          all_known(record.places) &&
                          std::ranges::all_of(record.attribution, [&](const Attribution& said) {
                            return said.by == Party{} || known(said.by.id);
                          });
    if (!complete) return false;
  }
  return true;
}

}  // namespace ekg
