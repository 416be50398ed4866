// A slice as vertices and edges with labels, columns, colours, positions and times: what every format that
// draws a graph writes, said once. Vertices and edges are handed out one at a time; the strings of one live
// until the next.
#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "export/writer.hpp"
#include "graph/time_span.hpp"

namespace ekg {

struct PictureColumn {
  enum class Type : std::uint8_t { text, real, integer };
  std::string_view
      name;  // lower case and underscores; none of the names that Gephi or graphology keep for themselves
  Type type = Type::text;
};

// A value of a column. Its text is a view of the graph or of the record at hand, or its own.
class PictureCell {
 public:
  bool known = false;
  // The text is one of our own words, a number or a date: no format needs to escape anything in it.
  bool plain = false;
  double real = 0;
  std::int64_t integer = 0;

  std::string_view text() const { return is_own_ ? std::string_view(own_) : view_; }

  void clear() { known = false; }
  // `value` must live as long as the cell's vertex or edge. Empty: not known.
  void set(std::string_view value) {
    known = !value.empty();
    plain = is_own_ = false;
    view_ = value;
  }
  void set_plain(std::string_view value) {
    set(value);
    plain = true;
  }
  void set_own(std::string_view value) {
    known = !value.empty();
    if (!known) return;
    plain = false;
    is_own_ = true;
    own_ = value;
    date_.reset();
  }
  // `format` is always the same for one cell. Events are sorted by time: the date is often the last one's.
  void set_date(const std::optional<TimeSpan>& time, std::string (*format)(const TimeSpan&)) {
    known = time.has_value();
    plain = is_own_ = true;
    if (!time || time == date_) return;
    own_ = format(*time);
    date_ = time;
  }
  void set(const std::optional<double>& value) {
    known = value.has_value();
    real = value.value_or(0);
  }
  void set_integer(std::int64_t value) {
    known = true;
    integer = value;
  }

 private:
  bool is_own_ = false;
  std::string_view view_;
  std::string own_;
  std::optional<TimeSpan> date_;  // what own_ says
};

struct Colour {
  std::uint8_t red, green, blue;
  friend bool operator==(const Colour&, const Colour&) = default;
};

// [begin, end) with how many events it counts.
struct Spell {
  std::chrono::sys_seconds begin;
  std::chrono::sys_seconds end;
  std::int64_t weight = 1;
  friend bool operator==(const Spell&, const Spell&) = default;
};

struct PictureVertex {
  std::string id;  // letters, digits, "-", "_", "."
  std::string label;
  Colour colour{};
  double size = 1;
  std::optional<std::array<double, 2>> position;
  std::vector<PictureCell> cells;  // one for each of vertex_columns()
  // Sorted, disjoint; empty: always there, as the ends of an undated edge are: an edge is never seen without
  // its ends.
  std::vector<Spell> times;
};

struct PictureEdge {
  std::string id;            // unique
  std::string kind;          // the event's type, or the role
  std::uint32_t source = 0;  // vertices in the order of for_each_vertex
  std::uint32_t target = 0;
  std::int64_t weight = 1;  // events
  Colour colour{};
  std::vector<PictureCell> cells;
  std::vector<Spell> times;    // sorted, disjoint; empty: always there
  std::vector<Spell> weights;  // the same stretches, cut where the number of events changes
};

class Picture {
 public:
  // `aggregate`: one edge a (source, target, kind); of no effect with GraphView::events. Spells get at least
  // `min_spell` of width; nullopt: there are none, for formats without time. O(events) and a layout.
  Picture(const TimeSlice& slice, GraphView view, bool aggregate, bool layout,
          std::optional<std::chrono::seconds> min_spell);
  ~Picture();
  Picture(Picture&&) noexcept;

  GraphView view() const;
  std::size_t vertex_count() const;
  std::size_t edge_count() const;
  std::span<const PictureColumn> vertex_columns() const;
  std::span<const PictureColumn> edge_columns() const;
  std::string_view vertex_id(std::uint32_t vertex) const;
  // Events of the slice that have no edge in this view: in one of actors, because nobody acts on anybody.
  std::size_t events_without_edge() const;
  // The first begin and the last end of all spells; nullopt when nothing is dated.
  std::optional<Spell> extent() const;

  void for_each_vertex(const std::function<void(const PictureVertex&)>& use) const;
  void for_each_edge(const std::function<void(const PictureEdge&)>& use) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Sorted and disjoint, what touches joined; `cut` keeps the borders at which the number of events changes.
std::vector<Spell> united_spells(const std::vector<Spell>& spells, bool cut);

// Reports "events-without-edge" where the view leaves events out; called by writers of pictures.
void report_left_out(const Picture& picture, ProblemSink& problems);

}  // namespace ekg
