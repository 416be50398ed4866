// What writing a million edges with six attributes costs, one part a run: ekg-bench-write PART EDGES FILE
// PART: ekg-graphml, ekg-gexf, ekg-node-link, ekg-jsonl, boost-graphml, nlohmann-node-link, fwrite (the bytes
// of FILE again), read-jsonl, nlohmann-read. Prints CPU seconds, bytes, and how much more memory than before
// was in use at the peak.
#include <fmt/format.h>
#include <malloc.h>
#include <sys/resource.h>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/graphml.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

#include "export/writer.hpp"
#include "graph/event_graph_builder.hpp"
#include "ingest/ingest.hpp"

namespace {

using namespace ekg;

constexpr int vertices = 20000;

struct Edge {
  int source, target;
  std::string event, type, status, start, end, precision;
};

std::vector<Edge> edges_of(int count) {
  std::mt19937 random(5);
  const char* const types[] = {"clash", "statement", "meeting", "aid", "protest", "deployment"};
  const char* const statuses[] = {"asserted", "reported", "confirmed"};
  std::vector<Edge> edges;
  edges.reserve(count);
  for (int i = 0; i < count; ++i) {
    Edge edge;
    edge.source = static_cast<int>(random() % vertices);
    edge.target = static_cast<int>((edge.source + 1 + random() % (vertices - 1)) % vertices);
    edge.event = fmt::format("ev-{:016x}", i * 11400714819323198485U);
    edge.type = types[random() % 6];
    edge.status = statuses[random() % 3];
    edge.start = edge.end =
        fmt::format("{}-{:02}-{:02}", 2015 + random() % 10, 1 + random() % 12, 1 + random() % 28);
    edge.precision = "day";
    edges.push_back(std::move(edge));
  }
  return edges;
}

EventGraph graph_of(const std::vector<Edge>& edges) {
  EventGraphBuilder builder;
  for (int i = 0; i < vertices; ++i) {
    Entity entity;
    entity.id = fmt::format("en-{:016x}", i);
    entity.name = fmt::format("Party {}", i);
    builder.add(std::move(entity));
  }
  for (const Edge& edge : edges) {
    EventRecord record;
    record.id = edge.event;
    record.type = edge.type;
    record.status = *status_from(edge.status);
    record.time = parse_time(edge.start);
    record.actors.emplace_back().id = fmt::format("en-{:016x}", edge.source);
    record.recipients.emplace_back().id = fmt::format("en-{:016x}", edge.target);
    builder.add(record);
  }
  ProblemLog problems;
  return builder.freeze(problems);
}

double cpu_seconds() {
  rusage now{};
  getrusage(RUSAGE_SELF, &now);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(now.ru_utime) + seconds(now.ru_stime);
}

// A line of /proc/self/status, in KiB.
long memory(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(name + ":")) return std::stol(line.substr(name.size() + 1));
  return 0;
}

template <class Work>
int measure(const std::string& part, const std::string& file, const Work& work) {
  malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << "5";  // the peak begins anew
  const long before = memory("VmRSS");
  const double start = cpu_seconds();
  work();
  const double seconds = cpu_seconds() - start;
  fmt::print("{{\"part\":\"{}\",\"cpu_s\":{:.3f},\"bytes\":{},\"grew_mb\":{:.1f}}}\n", part, seconds,
             std::filesystem::file_size(file), static_cast<double>(memory("VmHWM") - before) / 1024);
  return 0;
}

struct Labels {
  std::string event, type, status, start, end, precision;
};
using Boost = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, Labels>;

void write_boost(const std::vector<Edge>& edges, const std::string& file) {
  Boost graph(vertices);
  for (const Edge& e : edges)
    boost::add_edge(e.source, e.target, Labels{e.event, e.type, e.status, e.start, e.end, e.precision},
                    graph);
  boost::dynamic_properties columns;
  columns.property("event", boost::get(&Labels::event, graph));
  columns.property("event_type", boost::get(&Labels::type, graph));
  columns.property("status", boost::get(&Labels::status, graph));
  columns.property("start", boost::get(&Labels::start, graph));
  columns.property("end", boost::get(&Labels::end, graph));
  columns.property("precision", boost::get(&Labels::precision, graph));
  std::ofstream out(file, std::ios::binary);
  std::exit(measure("boost-graphml", file, [&] {
    boost::write_graphml(out, graph, columns);
    out.flush();
  }));
}

void write_nlohmann(const std::vector<Edge>& edges, const std::string& file) {
  std::ofstream out(file, std::ios::binary);
  std::exit(measure("nlohmann-node-link", file, [&] {
    nlohmann::json graph = {{"directed", true}, {"multigraph", true}, {"graph", nlohmann::json::object()}};
    nlohmann::json& nodes = graph["nodes"] = nlohmann::json::array();
    for (int i = 0; i < vertices; ++i)
      nodes.push_back({{"id", fmt::format("en-{:016x}", i)}, {"label", fmt::format("Party {}", i)}});
    nlohmann::json& links = graph["links"] = nlohmann::json::array();
    for (const Edge& e : edges)
      links.push_back({{"source", fmt::format("en-{:016x}", e.source)},
                       {"target", fmt::format("en-{:016x}", e.target)},
                       {"key", e.event},
                       {"label", e.type},
                       {"weight", 1},
                       {"event", e.event},
                       {"event_type", e.type},
                       {"status", e.status},
                       {"start", e.start},
                       {"end", e.end},
                       {"precision", e.precision}});
    out << graph.dump();
    out.flush();
  }));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const std::string part = argv[1], file = argv[3];
  const int count = std::stoi(argv[2]);
  if (part == "fwrite") {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream all;
    all << in.rdbuf();
    const std::string bytes = std::move(all).str(), copy = file + ".copy";
    return measure(part, file, [&] {
      std::FILE* const out = std::fopen(copy.c_str(), "wb");
      if (out == nullptr || std::fwrite(bytes.data(), 1, bytes.size(), out) != bytes.size() ||
          std::fclose(out) != 0)
        std::exit(1);
    });
  }
  if (part == "read-jsonl") {
    IngestOptions options;
    options.reader = find_reader("events");
    ProblemLog problems;
    IngestConsumer consumer;
    int records = 0;
    consumer.record = [&](EventRecord&& record) { records += record.id.empty() ? 0 : 1; };
    return measure(part, file, [&] {
      ingest({file}, options, consumer, problems);
      if (records != count) std::exit(1);
    });
  }
  if (part == "nlohmann-read") {
    return measure(part, file, [&] {
      std::ifstream in(file);
      std::size_t members = 0;
      for (std::string line; std::getline(in, line);) members += nlohmann::json::parse(line).size();
      if (members == 0) std::exit(1);
    });
  }
  const std::vector<Edge> edges = edges_of(count);
  if (part == "boost-graphml") write_boost(edges, file);
  if (part == "nlohmann-node-link") write_nlohmann(edges, file);
  const Writer* const writer = part.starts_with("ekg-") ? find_writer(part.substr(4)) : nullptr;
  if (writer == nullptr) return 2;
  const EventGraph graph = graph_of(edges);
  WriteOptions options;
  options.layout = false;
  options.aggregate = false;
  ProblemLog problems;
  std::ofstream out(file, std::ios::binary);
  return measure(part, file, [&] {
    writer->write(TimeSlice(graph), out, options, problems);
    out.flush();
  });
}
