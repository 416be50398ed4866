#include "export/html_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <optional>
#include <ostream>
#include <string_view>
#include <vector>

#include "export/base64_deflate.hpp"
#include "export/json_text.hpp"
#include "export/record_json.hpp"
#include "graph/embedded.hpp"
#include "graph/problem.hpp"

namespace ekg {
namespace {

constexpr std::uint32_t not_shown = 0xffffffff;

// The rows of the graph that the shown events name, numbered anew from 0 in the same order.
struct Shown {
  std::vector<EntityId> entities;
  std::vector<DocumentId> documents;
  std::vector<std::uint32_t> entity_number;  // row → number or not_shown
  std::vector<std::uint32_t> document_number;
};

Shown rows_of(const PageContent& content) {
  const EventGraph& graph = content.graph;
  Shown shown;
  shown.entity_number.assign(graph.entity_count(), not_shown);
  shown.document_number.assign(graph.document_count(), not_shown);
  for (const EventId event : content.events) {
    for (const Participant participant : graph.participants(event)) {
      auto& numbers = participant.role() == Role::source ? shown.document_number : shown.entity_number;
      numbers[participant.row()] = 0;
    }
  }
  const auto number = [](std::vector<std::uint32_t>& numbers, std::vector<std::uint32_t>& rows) {
    for (std::uint32_t row = 0; row < numbers.size(); ++row) {
      if (numbers[row] == not_shown) continue;
      numbers[row] = static_cast<std::uint32_t>(rows.size());
      rows.push_back(row);
    }
  };
  number(shown.entity_number, shown.entities);
  number(shown.document_number, shown.documents);
  return shown;
}

std::string escaped_html(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '&' || c == '<' || c == '>') {
      escaped += fmt::format("&#{};", static_cast<int>(c));
    } else {
      escaped += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return escaped;
}

// A JSON text that leaves in pieces.
class Columns {
 public:
  explicit Columns(Base64Deflate& out) : out_(out) {}
  // The last piece. No destructor does this, as what it writes may not fit on the disk.
  void finish() { out_.write(text_); }

  void raw(std::string_view text) { text_ += text; }
  // "NAME":[value(row), …], the values written by `value(row, text)`.
  template <class Rows, class Value>
  void column(std::string_view name, const Rows& rows, Value value) {
    key(name);
    text_ += '[';
    bool first = true;
    for (const auto& row : rows) {
      if (!first) text_ += ',';
      first = false;
      value(row, text_);
      if (text_.size() > piece_bytes) flush();
    }
    text_ += ']';
  }
  void key(std::string_view name) {
    if (!text_.empty() && text_.back() != '{') text_ += ',';
    append_json_string(text_, name);
    text_ += ':';
  }

 private:
  static constexpr std::size_t piece_bytes = 1U << 16;

  // Keeps the last byte, which tells key() whether a comma is due.
  void flush() {
    out_.write(std::string_view(text_).substr(0, text_.size() - 1));
    text_.erase(0, text_.size() - 1);
  }

  Base64Deflate& out_;
  std::string text_;
};

void append_number(std::int64_t value, std::string& out) {
  fmt::format_to(std::back_inserter(out), "{}", value);
}

template <class Enum>
void write_names(Columns& columns, std::string_view name, Enum last) {
  std::vector<Enum> values;
  for (int i = 0; i <= static_cast<int>(last); ++i) values.push_back(static_cast<Enum>(i));
  columns.column(name, values,
                 [](Enum value, std::string& out) { append_json_string(out, to_string(value)); });
}

void write_documents(Columns& columns, const EventGraph& graph, const Shown& shown) {
  const auto text = [&](std::string_view name, std::string Document::*field) {
    columns.column(name, shown.documents, [&](DocumentId row, std::string& out) {
      append_json_string(out, graph.document(row).*field);
    });
  };
  columns.key("documents");
  columns.raw("{");
  text("id", &Document::id);
  text("title", &Document::title);
  text("url", &Document::url);
  text("outlet", &Document::outlet);
  columns.column("published", shown.documents, [&](DocumentId row, std::string& out) {
    const auto& published = graph.document(row).published;
    append_json_string(out, published ? time_word(*published) : std::string());
  });
  columns.raw("}");
}

void write_entities(Columns& columns, const PageContent& content, const Shown& shown) {
  const auto entity = [&](EntityId row) -> const Entity& { return content.graph.entity(row); };
  columns.key("entities");
  columns.raw("{");
  columns.column("id", shown.entities,
                 [&](EntityId row, std::string& out) { append_json_string(out, entity(row).id); });
  columns.column("name", shown.entities,
                 [&](EntityId row, std::string& out) { append_json_string(out, entity(row).name); });
  columns.column("kind", shown.entities, [&](EntityId row, std::string& out) {
    append_number(static_cast<int>(entity(row).kind), out);
  });
  columns.column("country", shown.entities,
                 [&](EntityId row, std::string& out) { append_json_string(out, entity(row).country); });
  columns.column("x", shown.entities, [&](EntityId row, std::string& out) {
    fmt::format_to(std::back_inserter(out), "{:.6g}", content.positions[row].x);
  });
  columns.column("y", shown.entities, [&](EntityId row, std::string& out) {
    fmt::format_to(std::back_inserter(out), "{:.6g}", content.positions[row].y);
  });
  columns.key("aliases");
  columns.raw("{");
  for (std::uint32_t number = 0; number < shown.entities.size(); ++number) {
    const auto& aliases = entity(shown.entities[number]).aliases;
    if (aliases.empty()) continue;
    columns.column(std::to_string(number), aliases,
                   [](const std::string& alias, std::string& out) { append_json_string(out, alias); });
  }
  columns.raw("}}");
}

// "NAME":[…] and "NAME_end":[…]: the numbers of all events one after another, and where each event's end.
void write_participants(Columns& columns, const PageContent& content, std::string_view name, Role role,
                        const std::vector<std::uint32_t>& number) {
  std::vector<std::uint32_t> rows;
  std::vector<std::size_t> ends;
  for (const EventId event : content.events) {
    for (const Participant participant : content.graph.participants(event, role))
      rows.push_back(number[participant.row()]);
    ends.push_back(rows.size());
  }
  const auto append = [](auto value, std::string& out) {
    append_number(static_cast<std::int64_t>(value), out);
  };
  columns.column(name, rows, append);
  columns.column(std::string(name) + "_end", ends, append);
}

void write_events(Columns& columns, const PageContent& content, const Shown& shown) {
  const EventGraph& graph = content.graph;
  const auto numbers = [&](std::string_view name, auto value) {
    columns.column(name, content.events, [&](EventId event, std::string& out) {
      append_number(static_cast<std::int64_t>(value(event)), out);
    });
  };
  const auto instants = [&](std::string_view name, auto value) {
    columns.column(name, content.events, [&](EventId event, std::string& out) {
      if (!graph.dated(event)) {
        out += "null";
      } else {
        append_number(value(event).time_since_epoch().count(), out);
      }
    });
  };
  columns.key("events");
  columns.raw("{");
  numbers("type", [&](EventId event) { return graph.type(event); });
  numbers("quad", [&](EventId event) {
    const auto quad = graph.quad(event);
    return quad ? static_cast<int>(*quad) : -1;
  });
  numbers("status", [&](EventId event) { return graph.status(event); });
  instants("begin", [&](EventId event) { return graph.begin(event); });
  instants("end", [&](EventId event) { return graph.end(event); });
  numbers("precision", [&](EventId event) {
    const auto time = graph.time(event);
    return time ? time->precision : Precision::unknown;
  });
  write_participants(columns, content, "actors", Role::actor, shown.entity_number);
  write_participants(columns, content, "recipients", Role::recipient, shown.entity_number);
  write_participants(columns, content, "places", Role::place, shown.entity_number);
  write_participants(columns, content, "documents", Role::source, shown.document_number);

  columns.key("about");
  columns.raw("{");
  for (std::uint32_t number = 0; number < content.events.size(); ++number) {
    const auto links = graph.links_from(content.events[number]);
    if (links.empty()) continue;
    const auto to = std::ranges::lower_bound(content.events, links.front().to);
    if (to == content.events.end() || *to != links.front().to) continue;
    columns.key(std::to_string(number));
    columns.raw(std::to_string(to - content.events.begin()));
  }
  columns.raw("}}");
}

void write_core(const PageContent& content, const Shown& shown, Base64Deflate& out) {
  Columns columns(out);
  columns.raw(R"({"format":"ekg-page","version":1)");
  columns.key("title");
  std::string title;
  append_json_string(title, content.title);
  columns.raw(title);
  columns.key("of");  // events of the whole graph
  columns.raw(fmt::format("{}", content.graph.event_count()));
  write_names(columns, "kinds", EntityKind::other);
  write_names(columns, "quads", Quad::material_conflict);
  write_names(columns, "statuses", Status::negated);
  write_names(columns, "precisions", Precision::unknown);
  std::vector<TypeId> types(content.graph.type_count());
  std::iota(types.begin(), types.end(), TypeId{0});
  columns.column("types", types, [&](TypeId type, std::string& out_text) {
    append_json_string(out_text, content.graph.type_name(type));
  });
  write_documents(columns, content.graph, shown);
  write_entities(columns, content, shown);
  write_events(columns, content, shown);
  columns.raw("}");
  columns.finish();
}

void write_records(const PageContent& content, const Shown& shown, Base64Deflate& out) {
  std::string line;
  const auto write = [&](const auto& value) {
    line.clear();
    append_json(line, value);
    line += '\n';
    out.write(line);
  };
  for (const DocumentId row : shown.documents) write(content.graph.document(row));
  for (const EntityId row : shown.entities) write(content.graph.entity(row));
  EventRecord record;
  for (const EventId event : content.events) {
    content.graph.read_record(event, record);
    write(record);
  }
}

template <class Write>
void write_block(std::string_view id, std::ostream& out, Write write) {
  out << "<script type=\"text/plain\" id=\"" << id << "\">";
  Base64Deflate data(out);
  write(data);
  data.finish();
  out << "</script>\n";
}

}  // namespace

void write_html_page(const PageContent& content, std::ostream& out) {
  constexpr std::string_view title_mark = "%TITLE%";
  constexpr std::string_view core_mark = "%CORE%", records_mark = "%RECORDS%";
  const std::string_view page = embedded_data("viewer/page.html");
  const std::size_t title = page.find(title_mark);
  const std::size_t core = page.find(core_mark), records = page.find(records_mark);
  const Shown shown = rows_of(content);
  out << page.substr(0, title) << escaped_html(content.title)
      << page.substr(title + title_mark.size(), core - title - title_mark.size());
  write_block("ekg-core", out, [&](Base64Deflate& block) { write_core(content, shown, block); });
  // The picture is drawn before the browser has read the records, which are ten times as long.
  out << page.substr(core + core_mark.size(), records - core - core_mark.size());
  write_block("ekg-records", out, [&](Base64Deflate& block) { write_records(content, shown, block); });
  out << page.substr(records + records_mark.size());
  if (!out.flush()) throw OutputError("cannot write: the disk is full or the output was closed");
}

}  // namespace ekg
