#include "export/timeline_plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <sstream>

#include "export/event_cells.hpp"
#include "export/picture_json.hpp"
#include "export/xml.hpp"

namespace ekg {
namespace {

constexpr double width = 960, left = 56, right = 16, top = 44, plot_height = 240, label_height = 24;
constexpr std::size_t most_series = 7;
constexpr std::size_t most_labels = 12;
constexpr std::string_view palette[] = {"#0072b2", "#e69f00", "#009e73", "#cc79a7",
                                        "#56b4e9", "#d55e00", "#f0e442"};
constexpr std::string_view others_colour = "#999999";

struct Series {
  std::string name;
  std::string colour;
  std::vector<std::uint64_t> counts;
};

std::string colour_of_series(const std::string& name, std::size_t rank) {
  if (const auto quad = quad_from(name)) return hexadecimal(colour_of(quad));
  return std::string(palette[rank]);
}

// By descending total; what is beyond the seventh is summed.
std::vector<Series> drawn_series(const Timeline& line) {
  std::vector<std::uint64_t> total(line.series.size(), 0);
  for (const TimelineBucket& bucket : line.buckets)
    for (std::size_t k = 0; k < total.size(); ++k) total[k] += bucket.counts[k];
  std::vector<std::size_t> order(total.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return total[a] > total[b]; });
  const std::size_t shown = std::min(order.size(), most_series);
  std::vector<Series> series;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i < shown)
      series.push_back({line.series[order[i]], colour_of_series(line.series[order[i]], i), {}});
    else if (i == shown)
      series.push_back({fmt::format("{} others", order.size() - shown), std::string(others_colour), {}});
    Series& into = series.back();
    into.counts.resize(line.buckets.size(), 0);
    for (std::size_t b = 0; b < line.buckets.size(); ++b) into.counts[b] += line.buckets[b].counts[order[i]];
  }
  return series;
}

// 1, 2 or 5 times a power of ten, so that at most five steps reach `most`.
std::uint64_t axis_step(std::uint64_t most) {
  for (std::uint64_t power = 1;; power *= 10)
    for (const std::uint64_t factor : {1, 2, 5})
      if (power * factor * 5 >= most) return power * factor;
}

std::string number(double value) { return fmt::format("{:.2f}", value); }

std::uint64_t total_of(const TimelineBucket& bucket) {
  return std::accumulate(bucket.counts.begin(), bucket.counts.end(), std::uint64_t{0});
}

}  // namespace

std::size_t empty_buckets(const Timeline& line, std::size_t first) {
  std::size_t next = first;
  while (next < line.buckets.size() && total_of(line.buckets[next]) == 0) ++next;
  return next - first;
}

std::string timeline_svg(const Timeline& line, const PlotLabels& labels, ProblemSink& problems) {
  const std::vector<Series> series = drawn_series(line);
  std::uint64_t most = 1;
  for (const TimelineBucket& bucket : line.buckets) most = std::max(most, total_of(bucket));
  const std::uint64_t step = axis_step(most), axis = (most + step - 1) / step * step;
  const double bottom = top + plot_height, plot_width = width - left - right;
  const bool legend = series.size() > 1;
  const double height = bottom + label_height + (legend ? 28 : 8);
  const auto y_of = [&](std::uint64_t count) {
    return bottom - plot_height * static_cast<double>(count) / static_cast<double>(axis);
  };

  std::ostringstream out;
  XmlText xml(out);
  xml.format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img">)"
      "\n",
      number(width), number(height));
  xml.raw(
      "<style>svg{background:#fff}text{font:12px sans-serif;fill:#222}.t{font-size:16px}.e{text-anchor:end}"
      ".m{text-anchor:middle}.g{stroke:#ddd}@media(prefers-color-scheme:dark){svg{background:#16181d}"
      "text{fill:#ddd}.g{stroke:#3a3d45}}</style>\n<title>");
  xml.escaped(labels.title);
  xml.format("</title>\n<text class=\"t\" x=\"{}\" y=\"24\">", number(left));
  xml.escaped(labels.title);
  xml.raw("</text>\n");
  for (std::uint64_t mark = 0; mark <= axis; mark += step) {
    xml.format(
        "<line class=\"g\" x1=\"{0}\" x2=\"{1}\" y1=\"{2}\" y2=\"{2}\"/><text class=\"e\" x=\"{3}\" "
        "y=\"{4}\">{5}</text>\n",
        number(left), number(width - right), number(y_of(mark)), number(left - 6), number(y_of(mark) + 4),
        mark);
  }
  const std::size_t n = line.buckets.size();
  const double slot = n == 0 ? plot_width : plot_width / static_cast<double>(n);
  const double bar = slot > 3 ? slot * 0.85 : slot;
  const std::size_t every = (n + most_labels - 1) / most_labels;
  for (std::size_t b = 0; b < n; ++b) {
    const std::string name = unit_name(line.buckets[b].begin, labels.unit);
    const double x = left + slot * static_cast<double>(b) + (slot - bar) / 2;
    std::uint64_t below = 0;
    std::string bars, counts;
    for (const Series& one : series) {
      if (one.counts[b] == 0) continue;
      bars += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>", number(x),
                          number(y_of(below + one.counts[b])), number(bar),
                          number(y_of(below) - y_of(below + one.counts[b])), one.colour);
      counts += fmt::format("\n{}: {}", one.name, one.counts[b]);
      below += one.counts[b];
    }
    if (!bars.empty()) {
      xml.raw("<g><title>");
      xml.escaped(name + counts);
      xml.raw("</title>" + bars + "</g>\n");
    }
    if (b % every == 0)
      xml.format("<text class=\"m\" x=\"{}\" y=\"{}\">{}</text>\n", number(x + bar / 2), number(bottom + 16),
                 name);
  }
  double x = left;
  for (const Series& one : series) {
    if (!legend) break;
    xml.format("<rect x=\"{}\" y=\"{}\" width=\"10\" height=\"10\" fill=\"{}\"/><text x=\"{}\" y=\"{}\">",
               number(x), number(bottom + label_height + 6), one.colour, number(x + 14),
               number(bottom + label_height + 15));
    xml.escaped(one.name);
    xml.raw("</text>\n");
    x += 34 + 6.5 * static_cast<double>(one.name.size());
  }
  xml.raw("</svg>\n");
  xml.flush();
  xml.report(problems);
  return std::move(out).str();
}

std::string timeline_blocks(const Timeline& line, CalendarUnit unit, std::size_t columns) {
  constexpr std::string_view eighths_across[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  constexpr std::string_view levels[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  std::string out;
  std::uint64_t most = 1;
  if (line.series.size() <= 1) {
    for (const TimelineBucket& bucket : line.buckets) most = std::max(most, total_of(bucket));
    const std::size_t beside = 10 + 2 + fmt::formatted_size("{}", most);
    const std::size_t room = std::max<std::size_t>(columns > beside ? columns - beside : 0, 8);
    for (std::size_t b = 0; b < line.buckets.size(); ++b) {
      const TimelineBucket& bucket = line.buckets[b];
      if (const std::size_t empty = empty_buckets(line, b); empty > 1) {
        b += empty - 1;
        out += fmt::format("{} to {}  0\n", unit_name(bucket.begin, unit),
                           unit_name(line.buckets[b].begin, unit));
        continue;
      }
      const std::uint64_t count = total_of(bucket);
      std::uint64_t eighths = (count * room * 8 + most / 2) / most;
      if (count > 0) eighths = std::max<std::uint64_t>(eighths, 1);
      out += fmt::format("{:<10} ", unit_name(bucket.begin, unit));
      for (std::uint64_t i = 0; i < eighths / 8; ++i) out += "█";
      out += eighths_across[eighths % 8];
      out += fmt::format(" {}\n", count);
    }
    return out;
  }
  std::size_t name_width = 0;
  for (const TimelineBucket& bucket : line.buckets)
    for (const std::uint64_t count : bucket.counts) most = std::max(most, count);
  for (const std::string& name : line.series) name_width = std::max(name_width, name.size());
  const std::size_t room = std::max<std::size_t>(columns > name_width + 1 ? columns - name_width - 1 : 0, 20);
  for (std::size_t first = 0; first < line.buckets.size(); first += room) {
    const std::size_t last = std::min(first + room, line.buckets.size());
    if (first > 0) out += "\n";
    out += fmt::format("{} to {}, full block {}\n", unit_name(line.buckets[first].begin, unit),
                       unit_name(line.buckets[last - 1].begin, unit), most);
    for (std::size_t k = 0; k < line.series.size(); ++k) {
      out += fmt::format("{:<{}} ", line.series[k], name_width);
      for (std::size_t b = first; b < last; ++b) {
        const std::uint64_t count = line.buckets[b].counts[k];
        out += levels[count == 0 ? 0 : std::max<std::uint64_t>((count * 8 + most / 2) / most, 1)];
      }
      out += "\n";
    }
  }
  return out;
}

}  // namespace ekg
