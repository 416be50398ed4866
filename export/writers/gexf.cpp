// GEXF 1.3 (1.2 on request), dynamic, for Gephi's Timeline: one edge a (source, target, type) with its
// disjoint spells and dated weight, or an edge an event, each of its own kind, so that Gephi does not merge
// them. Ends are inclusive there.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "export/picture.hpp"
#include "export/writer.hpp"
#include "export/xml.hpp"

namespace ekg {
namespace {

// Gephi finds the viz elements by their local names, graphology by their prefix, and the schema of 1.3 wants
// them in GEXF's own namespace: binding the prefix to that serves all three.
constexpr std::string_view head_1_3 =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3\" version=\"1.3\">\n"
    "<meta><creator>ekg</creator></meta>\n"
    "<graph mode=\"dynamic\" timeformat=\"dateTime\" timerepresentation=\"interval\" timezone=\"UTC\" "
    "defaultedgetype=\"directed\" idtype=\"string\">\n";
constexpr std::string_view head_1_2 =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<gexf xmlns=\"http://www.gexf.net/1.2draft\" xmlns:viz=\"http://www.gexf.net/1.2draft/viz\" "
    "version=\"1.2\">\n"
    "<meta><creator>ekg</creator></meta>\n"
    "<graph mode=\"dynamic\" timeformat=\"date\" defaultedgetype=\"directed\" idtype=\"string\">\n";

constexpr std::size_t longest_value_bytes = 500'000;  // Gephi's XML parser gives up at 524,288
constexpr std::size_t comfortable_spells = 300'000;

std::string_view type_name(PictureColumn::Type type) {
  switch (type) {
    case PictureColumn::Type::text:
      return "string";
    case PictureColumn::Type::real:
      return "double";
    case PictureColumn::Type::integer:
      return "integer";
  }
  return "string";
}

class GexfText {
 public:
  GexfText(std::ostream& stream, const WriteOptions& options, bool aggregate)
      : xml_(stream),
        old_(options.gexf_1_2),
        aggregate_(aggregate && options.view != GraphView::events),
        merged_kinds_(aggregate) {}

  void write(const Picture& picture, ProblemSink& problems) {
    xml_.raw(old_ ? head_1_2 : head_1_3);
    for (std::size_t i = 0; i < std::max(picture.vertex_columns().size(), picture.edge_columns().size()); ++i)
      tags_.push_back(fmt::format("\"/><attvalue for=\"{}\" value=\"", i));
    declare("node", picture.vertex_columns());
    if (aggregate_)  // the weight of a single event is 1 at all times
      xml_.raw(
          "<attributes class=\"edge\" mode=\"dynamic\"><attribute id=\"weight\" title=\"Weight\" "
          "type=\"float\"/></attributes>\n");
    declare("edge", picture.edge_columns());
    xml_.format("<nodes count=\"{}\">\n", picture.vertex_count());
    picture.for_each_vertex([&](const PictureVertex& vertex) { write(vertex, picture.vertex_columns()); });
    xml_.format("</nodes>\n<edges count=\"{}\">\n", picture.edge_count());
    picture.for_each_edge([&](const PictureEdge& edge) { write(edge, picture); });
    xml_.raw("</edges>\n</graph>\n</gexf>\n");
    xml_.flush();
    report(problems);
  }

 private:
  // Ids are numbers, for graphology shows the titles only then; and it reads only the last list of a class.
  void declare(std::string_view what, std::span<const PictureColumn> columns) {
    xml_.format("<attributes class=\"{}\" mode=\"static\">\n", what);
    for (std::size_t i = 0; i < columns.size(); ++i)
      xml_.format("<attribute id=\"{}\" title=\"{}\" type=\"{}\"/>\n", i, columns[i].name,
                  type_name(columns[i].type));
    xml_.raw("</attributes>\n");
  }
  // Nearly all spells are days, and there are few of them: each is written out once.
  void dates(const Spell& spell) {
    const auto day = std::chrono::floor<std::chrono::days>(spell.begin).time_since_epoch().count();
    Dates& known = dates_[static_cast<std::size_t>(day) % dates_.size()];
    if (spell.begin != known.begin || spell.end != known.end) {
      known = {spell.begin, spell.end, " start=\""};
      append_instant(known.text, spell.begin);
      known.text += "\" end=\"";
      append_instant(known.text, spell.end - std::chrono::seconds(1));
      known.text += '"';
    }
    xml_.raw(known.text);
    ++spells_;
  }
  // As an attribute's value, no longer than Gephi reads.
  void escaped(std::string_view text) {
    if (text.size() > longest_value_bytes) {
      std::size_t bytes = longest_value_bytes;
      while ((static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
      text = text.substr(0, bytes);
      ++cut_;
    }
    xml_.escaped(text);
  }
  // A column's tag, put together once, holds the end of the value before.
  void values(std::span<const PictureColumn> columns, std::span<const PictureCell> cells) {
    constexpr std::string_view end = "\"/>";
    bool first = true;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (!cells[i].known) continue;
      xml_.raw(std::string_view(tags_[i]).substr(first ? end.size() : 0));
      first = false;
      switch (columns[i].type) {
        case PictureColumn::Type::text:
          if (cells[i].plain)
            xml_.raw(cells[i].text());
          else
            escaped(cells[i].text());
          break;
        case PictureColumn::Type::real:
          xml_.format("{}", cells[i].real);
          break;
        case PictureColumn::Type::integer:
          xml_.integer(cells[i].integer);
          break;
      }
    }
    if (!first) xml_.raw(end);
  }
  void times(std::span<const Spell> spells) {
    if (spells.empty()) return;
    xml_.raw("<spells>");
    for (const Spell& spell : spells) {
      xml_.raw("<spell");
      dates(spell);
      xml_.raw("/>");
    }
    xml_.raw("</spells>");
  }
  // There are about a dozen colours.
  void colour(Colour wanted) {
    for (const auto& [colour, text] : colours_)
      if (colour == wanted) return xml_.raw(text);
    colours_.emplace_back(wanted, fmt::format("<viz:color r=\"{}\" g=\"{}\" b=\"{}\"/>", wanted.red,
                                              wanted.green, wanted.blue));
    xml_.raw(colours_.back().second);
  }
  void write(const PictureVertex& vertex, std::span<const PictureColumn> columns) {
    xml_.format("<node id=\"{}\" label=\"", vertex.id);
    escaped(vertex.label);
    xml_.raw("\"><attvalues>");
    values(columns, vertex.cells);
    xml_.raw("</attvalues>");
    times(vertex.times);
    xml_.format("<viz:size value=\"{:.2f}\"/>", vertex.size);
    if (vertex.position)
      xml_.format("<viz:position x=\"{:.2f}\" y=\"{:.2f}\" z=\"0.0\"/>", (*vertex.position)[0],
                  (*vertex.position)[1]);
    colour(vertex.colour);
    xml_.raw("</node>\n");
  }
  void write(const PictureEdge& edge, const Picture& picture) {
    xml_.raw("<edge id=\"");
    xml_.raw(edge.id);
    xml_.raw("\" source=\"");
    xml_.raw(picture.vertex_id(edge.source));
    xml_.raw("\" target=\"");
    xml_.raw(picture.vertex_id(edge.target));
    xml_.raw("\" weight=\"");
    xml_.integer(edge.weight);
    xml_.raw("\" label=\"");
    escaped(edge.kind);
    if (old_) {
      xml_.raw("\"><attvalues>");
    } else {
      xml_.raw("\" kind=\"");
      if (merged_kinds_)
        escaped(edge.kind);
      else
        xml_.raw(edge.id);
      xml_.raw("\"><attvalues>");
    }
    values(picture.edge_columns(), edge.cells);
    for (const Spell& spell : aggregate_ ? std::span(edge.weights) : std::span<const Spell>()) {
      xml_.raw("<attvalue for=\"weight\" value=\"");
      xml_.integer(spell.weight);
      xml_.raw("\"");
      dates(spell);
      xml_.raw("/>");
    }
    xml_.raw("</attvalues>");
    times(edge.times);
    colour(edge.colour);
    xml_.raw("</edge>\n");
  }
  void report(ProblemSink& problems) const {
    xml_.report(problems);
    Problem problem;
    if (cut_ > 0) {
      problem.code = "value-cut";
      problem.severity = Severity::warning;
      problem.message = fmt::format("values cut after {} bytes, for Gephi reads no longer ones: {}",
                                    longest_value_bytes, cut_);
      problems.report(problem);
    }
    if (spells_ > comfortable_spells) {
      problem.code = "many-spells";
      problem.severity = Severity::note;
      problem.message = fmt::format(
          "{} dated values: Gephi's Timeline will be slow; choose a shorter window or fewer types", spells_);
      problems.report(problem);
    }
  }

  XmlText xml_;
  bool old_;
  bool aggregate_;                 // an edge may stand for several events
  bool merged_kinds_;              // no two edges of one kind have the same ends
  std::vector<std::string> tags_;  // one a column, so that nothing is put together a million times
  std::vector<std::pair<Colour, std::string>> colours_;
  struct Dates {
    std::chrono::sys_seconds begin, end;
    std::string text;
  };
  std::vector<Dates> dates_ = std::vector<Dates>(1 << 12);  // by the day on which they begin
  std::size_t spells_ = 0;
  std::size_t cut_ = 0;
};

void write(const TimeSlice& slice, std::ostream& stream, const WriteOptions& options, ProblemSink& problems) {
  const bool aggregate = options.aggregate.value_or(true);
  const Picture picture(slice, options.view, aggregate, options.layout, options.min_spell);
  GexfText(stream, options, aggregate).write(picture, problems);
  report_left_out(picture, problems);
}

constexpr std::string_view suffixes[] = {".gexf"};

}  // namespace

extern const Writer gexf_writer = {"gexf",
                                   "GEXF 1.3 with time, for Gephi's Timeline",
                                   suffixes,
                                   write,
                                   {.view = true, .aggregate = true, .gexf = true, .layout = true}};

}  // namespace ekg
