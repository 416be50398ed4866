#include "export/picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "export/arrangement.hpp"
#include "export/event_cells.hpp"
#include "export/event_words.hpp"
#include "graph/content_id.hpp"

namespace ekg {
namespace {

constexpr std::string_view role_kinds[] = {"actor", "recipient", "place", "speaker", "source"};
constexpr std::string_view about_kind = "about";
constexpr std::uint16_t about_code = 5;

constexpr PictureColumn class_column = {"class", PictureColumn::Type::text};
constexpr PictureColumn aggregated_columns[] = {
    {"event_type", PictureColumn::Type::text}, {"quad", PictureColumn::Type::text},
    {"events", PictureColumn::Type::integer},  {"intensity", PictureColumn::Type::real},
    {"statuses", PictureColumn::Type::text},   {"start", PictureColumn::Type::text},
    {"end", PictureColumn::Type::text},        {"sentence", PictureColumn::Type::text},
};
// Behind those of the event, of which a document tells: by it a reader knows that source and target are not
// the event's parties.
constexpr PictureColumn telling_column = {"document", PictureColumn::Type::text};
constexpr PictureColumn role_columns[] = {{"event", PictureColumn::Type::text},
                                          {"start", PictureColumn::Type::text},
                                          {"end", PictureColumn::Type::text}};

enum class VertexClass : std::uint8_t { entity, event, document };

struct Vertex {
  VertexClass what;
  std::uint32_t row;
};

// An edge before its words: `code` is a type, or a role.
struct RawEdge {
  std::uint32_t source, target;
  EventId event;
  std::uint16_t code;
  std::uint16_t part = 0;  // which of the event's edges
  auto key() const { return std::tie(source, target, code); }
};

void clear(std::vector<PictureCell>& cells) {
  for (PictureCell& cell : cells) cell.clear();
}

}  // namespace

std::vector<Spell> united_spells(const std::vector<Spell>& spells, bool cut) {
  if (spells.size() < 2) return spells;
  std::vector<std::pair<std::chrono::sys_seconds, std::int64_t>> changes;
  changes.reserve(2 * spells.size());
  for (const Spell& spell : spells) {
    changes.emplace_back(spell.begin, spell.weight);
    changes.emplace_back(spell.end, -spell.weight);
  }
  std::sort(changes.begin(), changes.end());
  std::vector<Spell> united;
  std::int64_t weight = 0;
  for (std::size_t i = 0; i < changes.size();) {
    const auto now = changes[i].first;
    for (; i < changes.size() && changes[i].first == now; ++i) weight += changes[i].second;
    if (i == changes.size() || weight == 0) continue;
    const bool joins =
        !united.empty() && united.back().end == now && (!cut || united.back().weight == weight);
    if (joins)
      united.back().end = changes[i].first;
    else
      united.push_back({now, changes[i].first, weight});
    if (!cut) united.back().weight = std::max(united.back().weight, weight);
  }
  return united;
}

struct Picture::State {
  TimeSlice slice;
  GraphView view;
  bool aggregate;
  std::optional<std::chrono::seconds> min_spell;
  std::vector<Vertex> vertices;
  std::vector<std::uint32_t> vertex_of_entity, vertex_of_document;
  std::vector<std::uint32_t> vertex_of_event;  // by position in `events`
  std::vector<EventId> events;
  std::vector<std::uint32_t> degree;
  std::vector<Activity> activity;  // of the vertices that are entities
  std::vector<LayoutPoint> positions;
  std::vector<PictureColumn> vertex_columns, edge_columns;
  std::string ids;  // one after another, so that they lie close
  std::vector<std::size_t> id_ends;
  std::size_t edges = 0;
  std::size_t without_edge = 0;
  std::optional<Spell> extent;

  const EventGraph& graph() const { return slice.graph(); }
  static constexpr std::uint32_t none = 0xffffffff;

  void find_vertices();
  void add_vertex(VertexClass what, std::uint32_t row);
  std::string_view id_of(std::uint32_t vertex) const;
  void count_and_place(bool layout);
  void place(std::span<const LayoutEdge> pulls);
  double size_of(std::uint32_t vertex) const;
  std::uint32_t event_vertex(EventId event) const;
  void edges_of(EventId event, std::vector<RawEdge>& out) const;
  std::vector<RawEdge> sorted_edges() const;
  std::optional<Spell> spell_of(EventId event) const {
    if (!min_spell || !graph().dated(event)) return std::nullopt;
    const auto begin = graph().begin(event);
    return Spell{begin, std::max(graph().end(event), std::min(begin + *min_spell, after_last_year)), 1};
  }
  void cover(std::uint32_t vertex, const EventRange& events_of_vertex, std::vector<Spell>& out) const;
  void cover_event(EventId event, std::vector<Spell>& out) const;
  std::string_view kind_of(const RawEdge& edge) const;
  void fill(const Vertex& vertex, std::uint32_t index, EventRecord& record, PictureVertex& out) const;
  void fill_single(const RawEdge& edge, std::size_t edges_of_event, EventRecord& record,
                   PictureEdge& out) const;
  void fill_aggregated(std::span<const RawEdge> group, std::size_t number, EventRecord& record,
                       PictureEdge& out) const;
};

void Picture::State::add_vertex(VertexClass what, std::uint32_t row) {
  vertices.push_back({what, row});
  switch (what) {
    case VertexClass::entity:
      append_plain_id(ids, "en", graph().entity(row).id);
      break;
    case VertexClass::event:
      append_plain_id(ids, "ev", graph().event_id(row));
      break;
    case VertexClass::document:
      ids += content_id("dc", graph().document(row).id);
      break;
  }
  id_ends.push_back(ids.size());
}

std::string_view Picture::State::id_of(std::uint32_t vertex) const {
  const std::size_t begin = vertex == 0 ? 0 : id_ends[vertex - 1];
  return std::string_view(ids).substr(begin, id_ends[vertex] - begin);
}

void Picture::State::find_vertices() {
  vertex_of_entity.assign(graph().entity_count(), none);
  if (view == GraphView::documents) vertex_of_document.assign(graph().document_count(), none);
  std::vector<bool> documents(view == GraphView::documents ? graph().document_count() : 0);
  std::vector<bool> entities(graph().entity_count());
  std::vector<Activity> activities(graph().entity_count());
  std::vector<EventId> counted(graph().entity_count(), none);  // the last event that was
  for (const EventId event : slice.events()) {
    if (view == GraphView::events) events.push_back(event);
    for (const Participant participant : graph().entities_in(event)) {
      const Role role = participant.role();
      const EntityId row = participant.row();
      if (view != GraphView::actors || role == Role::actor || role == Role::recipient) entities[row] = true;
      if (std::exchange(counted[row], event) != event) activities[row].count(graph(), event);
    }
    if (view != GraphView::documents) continue;
    for (const Participant source : graph().participants(event, Role::source)) documents[source.row()] = true;
  }
  for (EntityId row = 0; row < entities.size(); ++row) {
    if (!entities[row]) continue;
    vertex_of_entity[row] = static_cast<std::uint32_t>(vertices.size());
    add_vertex(VertexClass::entity, row);
    activity.push_back(activities[row]);
  }
  for (const EventId event : events) {
    vertex_of_event.push_back(static_cast<std::uint32_t>(vertices.size()));
    add_vertex(VertexClass::event, event);
  }
  for (DocumentId row = 0; view == GraphView::documents && row < documents.size(); ++row) {
    if (!documents[row]) continue;
    vertex_of_document[row] = static_cast<std::uint32_t>(vertices.size());
    add_vertex(VertexClass::document, row);
  }
}

std::uint32_t Picture::State::event_vertex(EventId event) const {
  return vertex_of_event[static_cast<std::size_t>(std::lower_bound(events.begin(), events.end(), event) -
                                                  events.begin())];
}

void Picture::State::edges_of(EventId event, std::vector<RawEdge>& out) const {
  out.clear();
  const auto add = [&](std::uint32_t source, std::uint32_t target, std::uint16_t code) {
    out.push_back({source, target, event, code, static_cast<std::uint16_t>(out.size())});
  };
  if (view == GraphView::actors) {
    for (const Participant actor : graph().participants(event, Role::actor))
      for (const Participant recipient : graph().participants(event, Role::recipient))
        add(vertex_of_entity[actor.row()], vertex_of_entity[recipient.row()], graph().type(event));
    return;
  }
  const auto participants = graph().participants(event);
  if (view == GraphView::events) {
    const std::uint32_t self = event_vertex(event);
    for (const Participant participant : participants) {
      const Role role = participant.role();
      if (role == Role::source) continue;
      const std::uint32_t entity = vertex_of_entity[participant.row()];
      const bool into = role == Role::actor || role == Role::speaker;
      add(into ? entity : self, into ? self : entity, static_cast<std::uint16_t>(role));
    }
    for (const EventLink link : graph().links_from(event))
      if (slice.contains(link.to)) add(self, event_vertex(link.to), about_code);
    return;
  }
  std::vector<std::uint32_t> named;
  for (const Participant participant : participants)
    if (participant.role() != Role::source) named.push_back(vertex_of_entity[participant.row()]);
  std::sort(named.begin(), named.end());
  named.erase(std::unique(named.begin(), named.end()), named.end());
  for (const Participant source : graph().participants(event, Role::source))
    for (const std::uint32_t entity : named)
      add(vertex_of_document[source.row()], entity, graph().type(event));
}

std::vector<RawEdge> Picture::State::sorted_edges() const {
  std::vector<RawEdge> all, some;
  for (const EventId event : slice.events()) {
    edges_of(event, some);
    all.insert(all.end(), some.begin(), some.end());
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const RawEdge& a, const RawEdge& b) { return a.key() < b.key(); });
  return all;
}

void Picture::State::count_and_place(bool layout) {
  degree.assign(vertices.size(), 0);
  std::vector<RawEdge> some;
  for (const EventId event : slice.events()) {
    edges_of(event, some);
    without_edge += some.empty();
    edges += some.size();
    for (const RawEdge& edge : some) {
      ++degree[edge.source];
      ++degree[edge.target];
    }
    const auto spell = spell_of(event);
    if (!spell) continue;
    if (!extent) extent = spell;
    extent->begin = std::min(extent->begin, spell->begin);
    extent->end = std::max(extent->end, spell->end);
  }
  if (!aggregate && !layout) return;
  const std::vector<RawEdge> all = sorted_edges();
  std::vector<LayoutEdge> pulls;
  std::size_t groups = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    groups += i == 0 || all[i].key() != all[i - 1].key();
    if (i > 0 && all[i].source == all[i - 1].source && all[i].target == all[i - 1].target)
      pulls.back().weight += 1;
    else
      pulls.push_back({all[i].source, all[i].target, 1});
  }
  if (aggregate) edges = groups;
  if (layout) place(pulls);
}

double Picture::State::size_of(std::uint32_t vertex) const {
  return 4 + 3 * std::sqrt(static_cast<double>(degree[vertex]));
}

void Picture::State::place(std::span<const LayoutEdge> pulls) {
  constexpr double edge_length = 60;  // sizes are radii in the same measure
  std::vector<double> radii(vertices.size());
  for (std::uint32_t i = 0; i < radii.size(); ++i) radii[i] = (size_of(i) + 3) / edge_length;
  positions = arrange(radii, pulls);
  const auto rounded = [](double at) { return std::round(at * edge_length * 100) / 100; };
  for (LayoutPoint& point : positions) point = {rounded(point.x), rounded(point.y)};
}

// When one of the events is, which are sorted by their begin; always, where an edge of the vertex is undated.
void Picture::State::cover(std::uint32_t vertex, const EventRange& events_of_vertex,
                           std::vector<Spell>& out) const {
  out.clear();
  if (!min_spell) return;
  std::vector<RawEdge> some;
  for (const EventId event : events_of_vertex) {
    if (const auto spell = spell_of(event)) {
      if (!out.empty() && spell->begin <= out.back().end)
        out.back().end = std::max(out.back().end, spell->end);
      else
        out.push_back(*spell);
      continue;
    }
    edges_of(event, some);
    const auto touches = [&](const RawEdge& edge) { return edge.source == vertex || edge.target == vertex; };
    if (std::ranges::any_of(some, touches)) return out.clear();
  }
}

// While it lasts and while events that are about it last, whose edges end here; always, if one is undated.
void Picture::State::cover_event(EventId event, std::vector<Spell>& out) const {
  out.clear();
  const auto add = [&](EventId one) {
    const auto spell = spell_of(one);
    if (spell) out.push_back(*spell);
    return spell.has_value();
  };
  if (!add(event)) return;
  for (const EventLink link : graph().links_to(event))
    if (slice.contains(link.from) && !add(link.from)) return out.clear();
  if (out.size() > 1) out = united_spells(out, false);
}

std::string_view Picture::State::kind_of(const RawEdge& edge) const {
  if (view != GraphView::events) return graph().type_name(edge.code);
  return edge.code == about_code ? about_kind : role_kinds[edge.code];
}

void Picture::State::fill(const Vertex& vertex, std::uint32_t index, EventRecord& record,
                          PictureVertex& out) const {
  clear(out.cells);
  out.id = id_of(index);
  out.size = size_of(index);
  out.position.reset();
  if (!positions.empty()) out.position = std::array<double, 2>{positions[index].x, positions[index].y};
  std::span<PictureCell> cells = out.cells;
  if (view != GraphView::actors) {
    constexpr std::string_view names[] = {"entity", "event", "document"};
    cells[0].set_plain(names[static_cast<std::size_t>(vertex.what)]);
    cells = cells.subspan(1);
  }
  switch (vertex.what) {
    case VertexClass::entity: {
      const Entity& entity = graph().entity(vertex.row);
      out.label = entity.name.empty() ? entity.id : entity.name;
      out.colour = colour_of(entity.kind);
      fill_entity_cells(graph(), entity, activity[index], cells);
      cover(index, slice.events_of(vertex.row), out.times);
      break;
    }
    case VertexClass::event: {
      graph().read_deed(vertex.row, record);
      out.label = record.type;
      out.colour = colour_of(record.quad);
      fill_event_cells(graph(), vertex.row, record, cells.subspan(entity_columns().size()));
      cover_event(vertex.row, out.times);
      break;
    }
    case VertexClass::document: {
      const Document& document = graph().document(vertex.row);
      out.label = document.title.empty() ? document.id : document.title;
      out.colour = document_colour();
      fill_document_cells(document, cells.subspan(entity_columns().size()));
      cover(index, slice.events_in(vertex.row), out.times);
      break;
    }
  }
}

void Picture::State::fill_single(const RawEdge& edge, std::size_t edges_of_event, EventRecord& record,
                                 PictureEdge& out) const {
  clear(out.cells);
  graph().read_deed(edge.event, record);
  out.id.clear();
  append_plain_id(out.id, "ev", record.id);
  if (edges_of_event > 1 || view == GraphView::events)
    out.id.append(".").append(fmt::format_int(edge.part + 1).c_str());
  out.kind.assign(kind_of(edge));
  out.source = edge.source;
  out.target = edge.target;
  out.weight = 1;
  out.colour = colour_of(record.quad);
  if (view == GraphView::events) {
    out.cells[0].set(record.id);
    fill_time_cells(record.time, out.cells[1], out.cells[2]);
  } else {
    fill_event_cells(graph(), edge.event, record, out.cells);
    if (view == GraphView::documents) out.cells.back().set(graph().document(vertices[edge.source].row).id);
  }
  out.cells[0].plain = out.id.starts_with(record.id);
  out.times.clear();
  if (const auto spell = spell_of(edge.event)) out.times.push_back(*spell);
  out.weights = out.times;
}

void Picture::State::fill_aggregated(std::span<const RawEdge> group, std::size_t number, EventRecord& record,
                                     PictureEdge& out) const {
  clear(out.cells);
  const RawEdge& first = group.front();
  out.id = fmt::format("e{}", number);
  out.kind.assign(kind_of(first));
  out.source = first.source;
  out.target = first.target;
  out.weight = static_cast<std::int64_t>(group.size());
  std::vector<Spell> spells;
  std::optional<Quad> quad = graph().quad(first.event);
  double intensity = 0;
  std::int64_t with_intensity = 0;
  std::map<Status, int> statuses;
  std::optional<TimeSpan> earliest, latest;
  for (const RawEdge& edge : group) {
    if (const auto spell = spell_of(edge.event)) spells.push_back(*spell);
    if (graph().quad(edge.event) != quad) quad.reset();
    if (const auto value = graph().intensity(edge.event)) {
      intensity += *value;
      ++with_intensity;
    }
    ++statuses[graph().status(edge.event)];
    const auto time = graph().time(edge.event);
    if (!time) continue;
    if (!earliest) earliest = time;
    if (!latest || time->end > latest->end) latest = time;
  }
  std::string status_list;
  for (const auto& [status, count] : statuses)
    status_list += fmt::format("{}{} {}", status_list.empty() ? "" : ", ", to_string(status), count);
  graph().read_deed(first.event, record);
  out.cells[0].set(out.kind);
  out.cells[1].set_plain(quad ? to_string(*quad) : std::string_view());
  out.cells[2].set_integer(out.weight);
  out.cells[3].set(with_intensity > 0 ? std::optional(intensity / static_cast<double>(with_intensity))
                                      : std::nullopt);
  out.cells[4].set_own(status_list);
  out.cells[5].set_own(earliest ? format_begin(*earliest) : "");
  out.cells[6].set_own(latest ? format_end(*latest) : "");
  out.cells[7].set(record.mentions.empty() ? std::string_view() : record.mentions.front().text);
  out.colour = colour_of(quad);
  out.times = united_spells(spells, false);
  out.weights = united_spells(spells, true);
}

Picture::Picture(const TimeSlice& slice, GraphView view, bool aggregate, bool layout,
                 std::optional<std::chrono::seconds> min_spell)
    : state_(std::make_unique<State>(State{slice, view, aggregate && view != GraphView::events, min_spell})) {
  State& state = *state_;
  if (view != GraphView::actors) state.vertex_columns.push_back(class_column);
  const auto append = [](std::vector<PictureColumn>& columns, std::span<const PictureColumn> more) {
    columns.insert(columns.end(), more.begin(), more.end());
  };
  append(state.vertex_columns, entity_columns());
  if (view == GraphView::events) append(state.vertex_columns, event_columns());
  if (view == GraphView::documents) append(state.vertex_columns, document_columns());
  if (state.aggregate)
    append(state.edge_columns, aggregated_columns);
  else if (view == GraphView::events)
    append(state.edge_columns, role_columns);
  else
    append(state.edge_columns, event_columns());
  if (view == GraphView::documents && !state.aggregate) state.edge_columns.push_back(telling_column);
  state.find_vertices();
  state.count_and_place(layout);
}

Picture::~Picture() = default;
Picture::Picture(Picture&&) noexcept = default;

GraphView Picture::view() const { return state_->view; }
std::size_t Picture::vertex_count() const { return state_->vertices.size(); }
std::size_t Picture::edge_count() const { return state_->edges; }
std::span<const PictureColumn> Picture::vertex_columns() const { return state_->vertex_columns; }
std::span<const PictureColumn> Picture::edge_columns() const { return state_->edge_columns; }
std::string_view Picture::vertex_id(std::uint32_t vertex) const { return state_->id_of(vertex); }
std::size_t Picture::events_without_edge() const { return state_->without_edge; }
std::optional<Spell> Picture::extent() const { return state_->extent; }

void Picture::for_each_vertex(const std::function<void(const PictureVertex&)>& use) const {
  PictureVertex out;
  out.cells.resize(state_->vertex_columns.size());
  EventRecord record;
  for (std::uint32_t index = 0; index < state_->vertices.size(); ++index) {
    state_->fill(state_->vertices[index], index, record, out);
    use(out);
  }
}

void Picture::for_each_edge(const std::function<void(const PictureEdge&)>& use) const {
  PictureEdge out;
  out.cells.resize(state_->edge_columns.size());
  EventRecord record;
  if (state_->aggregate) {
    const std::vector<RawEdge> all = state_->sorted_edges();
    std::size_t number = 0;
    for (std::size_t first = 0, next; first < all.size(); first = next) {
      for (next = first + 1; next < all.size() && all[next].key() == all[first].key();) ++next;
      state_->fill_aggregated(std::span(all).subspan(first, next - first), number++, record, out);
      use(out);
    }
    return;
  }
  std::vector<RawEdge> some;
  for (const EventId event : state_->slice.events()) {
    state_->edges_of(event, some);
    for (const RawEdge& edge : some) {
      state_->fill_single(edge, some.size(), record, out);
      use(out);
    }
  }
}

void report_left_out(const Picture& picture, ProblemSink& problems) {
  if (picture.events_without_edge() == 0) return;
  Problem problem;
  problem.code = "events-without-edge";
  problem.severity = Severity::note;
  const auto why = [&] {
    switch (picture.view()) {
      case GraphView::actors:
        return "nobody acts on anybody in them; --view events shows them";
      case GraphView::events:
        return "they name nobody and no place";
      case GraphView::documents:
        return "no document is known that tells of them, or they name nobody; --view events shows them";
    }
    return "";
  };
  problem.message =
      fmt::format("events without an edge in this view: {}; {}", picture.events_without_edge(), why());
  problems.report(std::move(problem));
}

}  // namespace ekg
