// The short way from coded data to a graph against the long one, over thousands of random rows, good and bad:
// the same graph, the same problems, the same counts, on any number of threads.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "export/writer.hpp"
#include "graph/time_slice.hpp"
#include "ingest/coded_graph.hpp"
#include "ingest/graph_parts.hpp"

namespace ekg {
namespace {

namespace fs = std::filesystem;
using Chance = std::mt19937;

template <std::size_t N>
std::string one_of(Chance& chance, const char* const (&words)[N]) {
  return words[chance() % N];
}

std::string number(Chance& chance, int least, int most) {
  return std::to_string(least + static_cast<int>(chance() % static_cast<unsigned>(most - least + 1)));
}

std::string petrarch_row(Chance& chance, bool issues = true) {
  const auto actor = [&] {
    return one_of(chance, {"USA", "USAGOV", "GBR", "GBRMIL", "IGOUNO", "---", "UKRXYZ", "XYZ", "GOV", "REB",
                           "RUSGOVMIL", "AFGREBTAL"});
  };
  const auto day = one_of(chance, {"20140105", "20140105", "20140106", "20150301", "19690720"});
  const auto code = one_of(
      chance, {"010", "020", "036", "040", "042", "043", "057", "084", "112", "138", "173", "190", "193"});
  std::string row = day + '\t' + actor() + '\t' + actor() + '\t' + code + '\t';
  if (issues) row += one_of(chance, {"", "", "NA", "NAMED_TERROR_GROUP,1"}) + '\t';
  row += one_of(chance, {"", "NA", "AFP1_1", "AFP1_2", "AFP2_1"}) + '\t';
  row += one_of(chance, {"", "https://a.example/1", "https://a.example/2", "no address"}) + '\t';
  return row + one_of(chance, {"Gazette", "Herald", "", "NULL"});
}

std::string quadruple(Chance& chance) {
  const auto party = [&] {
    return one_of(chance,
                  {"France", "Citizen_(India)", "Citizen (India)", "Barack Obama", "Barack_Obama",
                   "Police (Kenya)", "Islamic_State", "men", "Obama", "Military_Forces_of_Ukraine_(2019-)",
                   "Military Forces of Ukraine", "Police Forces of France (2017-)"});
  };
  return party() + '\t' +
         one_of(chance, {"Make statement", "Consult", "Make_a_visit", "Host a visit", "Accuse"}) + '\t' +
         party() + '\t' + one_of(chance, {"2014-01-05", "2014-01-06", "20140107"});
}

std::string gdelt_row(Chance& chance, int id, std::size_t width) {
  const auto actor = [&] {
    const std::string full = one_of(chance, {"USA", "USAGOV", "", "NA", "GBRMIL", "KNGDOM"});
    return full + '\t' + one_of(chance, {"UNITED STATES", "POLICE", "ISLAMIC", "AL QAIDA", "", "NA"}) + '\t' +
           one_of(chance, {"USA", "GBR", "", "XXX"}) + '\t' + one_of(chance, {"", "UNO"}) + "\t\t\t\t" +
           one_of(chance, {"GOV", "MIL", "", "QQQ"}) + "\t\t";
  };
  const auto place = [&] {
    const std::string adm2 = width == 61 ? "x\t" : "";
    if (chance() % 4 == 0) return "0\t\t\t\t" + adm2 + "\t\t";
    if (chance() % 20 == 0) return "NA\tNA\tNA\tNA\t" + adm2 + "NA\tNA\tNA";
    return one_of(chance, {"1\tKenya\tKE", "4\tBakhmut, Donets'ka Oblast', Ukraine\tUP",
                           "4\tParis, France\tFR", "4\t, Ukraine\tUP"}) +
           "\tADM\t" + adm2 + number(chance, -90, 90) + ".25\t" + number(chance, -180, 180) + "\t-77";
  };
  std::string row =
      std::to_string(id) + '\t' + one_of(chance, {"20140105", "20140106"}) + "\t201401\t2014\t2014.1\t";
  row += actor() + '\t' + actor() + "\t1\t" +
         one_of(chance, {"010\t01\t01", "190\t\t", "173\t17\t17", "036\t036\t03", "10\t10\t1"}) + '\t' +
         number(chance, 1, 4) + '\t';
  row += one_of(chance, {"1.0", "-10", "", "NA", "2.80"}) + "\t5\t1\t5\t" + number(chance, -9, 9) + ".5\t";
  row += place() + '\t' + place() + '\t' + place() + "\t20140107";
  if (width != 57)
    row +=
        '\t' + one_of(chance, {"", "NULL", "https://a.example/1", "https://a.example/2", "BBC Monitoring"});
  return row;
}

std::string damaged(std::string row, Chance& chance) {
  const auto at = [&] { return chance() % (row.size() + 1); };
  switch (chance() % 10) {
    case 0:
      return row.insert(at(), 1, '\0');
    case 1:
      return row.insert(at(), 1, '\xff');
    case 2:
      return row + "\tmore";
    case 3:
      return row.substr(0, at());
    case 4:
      return row.insert(at(), 1, '"');
    case 5:
      return "x" + row;
    case 6:
      return row.insert(at(), "\t");
    case 7:
      return "20149999" + row.substr(std::min<std::size_t>(8, row.size()));
    case 8:
      return "00000105" + row.substr(std::min<std::size_t>(8, row.size()));
    default:
      return "";
  }
}

class Folder {
 public:
  Folder() : path_(fs::path(::testing::TempDir()) / ("coded_graph_" + std::to_string(::getpid()))) {
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  std::string file(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return (path_ / name).string();
  }

 private:
  fs::path path_;
};

std::string told(const ProblemLog& log) {
  std::string out;
  for (const Problem& problem : log.sorted()) out += format_problem(problem) + '\n';
  return out;
}

std::string told(const IngestCounts& counts) {
  std::ostringstream out;
  out << counts.inputs << ' ' << counts.read << ' ' << counts.dropped << ' ' << counts.events << ' '
      << counts.documents << '\n';
  for (const auto& [name, own] : counts.by_reader)
    out << name << ' ' << own.inputs << ' ' << own.read << ' ' << own.dropped << '\n';
  for (const InputCounts& file : counts.files)
    out << file.file << ' ' << file.reader << ' ' << file.read << ' ' << file.dropped << '\n';
  return out.str();
}

std::string json(const EventGraph& graph) {
  std::ostringstream out;
  ProblemLog problems;
  find_writer("json")->write(TimeSlice(graph), out, {}, problems);
  return out.str();
}

template <class Span>
std::vector<typename Span::value_type> list(const Span& span) {
  return {span.begin(), span.end()};
}

void expect_equal(const EventGraph& a, const EventGraph& b) {
  ASSERT_EQ(a.event_count(), b.event_count());
  ASSERT_EQ(a.entity_count(), b.entity_count());
  ASSERT_EQ(a.dated_count(), b.dated_count());
  ASSERT_EQ(a.type_count(), b.type_count());
  for (TypeId type = 0; type < a.type_count(); ++type) EXPECT_EQ(a.type_name(type), b.type_name(type));
  for (EntityId entity = 0; entity < a.entity_count(); ++entity) {
    EXPECT_EQ(a.entity(entity), b.entity(entity)) << a.entity(entity).name;
    EXPECT_EQ(list(a.events_of(entity)), list(b.events_of(entity)));
    EXPECT_TRUE(std::ranges::equal(a.partners_of(entity), b.partners_of(entity)));
  }
  for (EventId event = 0; event < a.event_count(); ++event) {
    ASSERT_EQ(a.event_id(event), b.event_id(event));
    EXPECT_TRUE(std::ranges::equal(a.entities_in(event), b.entities_in(event)));
    EXPECT_EQ(a.time(event), b.time(event));
    EXPECT_EQ(a.type(event), b.type(event));
    EXPECT_EQ(a.quad(event), b.quad(event));
    EXPECT_EQ(a.intensity(event), b.intensity(event));
    EXPECT_EQ(a.confidence(event), b.confidence(event));
    EXPECT_EQ(a.status(event), b.status(event));
    EXPECT_EQ(a.record(event), b.record(event)) << a.event_id(event);
    EXPECT_EQ(a.first_ending_after(a.begin(event)), b.first_ending_after(a.begin(event)));
    for (const Role role : {Role::actor, Role::recipient, Role::place, Role::speaker, Role::source})
      EXPECT_TRUE(std::ranges::equal(a.participants(event, role), b.participants(event, role)));
    EXPECT_TRUE(std::ranges::equal(a.participants(event), b.participants(event)));
    EXPECT_EQ(a.find_event(b.event_id(event)), event);
  }
  ASSERT_EQ(a.document_count(), b.document_count());
  for (DocumentId row = 0; row < a.document_count(); ++row) {
    const Document &x = a.document(row), &y = b.document(row);
    EXPECT_EQ(std::tie(x.id, x.url, x.outlet, x.title, x.file, x.line),
              std::tie(y.id, y.url, y.outlet, y.title, y.file, y.line));
    EXPECT_EQ(list(a.events_in(row)), list(b.events_in(row)));
    EXPECT_EQ(a.find_document(y.id), row);
  }
  EXPECT_EQ(list(a.events_by_id()), list(b.events_by_id()));
  EXPECT_EQ(json(a), json(b));
}

// True when the short way was gone.
bool compare(const std::vector<std::string>& inputs, unsigned jobs) {
  IngestOptions options;
  options.jobs = jobs;
  ProblemLog short_problems, long_problems;
  IngestCounts short_counts;
  const auto graph = coded_graph(inputs, options, short_problems, short_counts);
  if (!graph) {
    EXPECT_TRUE(short_problems.empty());
    return false;
  }
  GraphParts parts;
  const IngestCounts long_counts = ingest(inputs, options, parts.consumer(), long_problems);
  const EventGraph expected = parts.finish(long_problems);
  EXPECT_EQ(told(short_problems), told(long_problems));
  EXPECT_EQ(told(short_counts), told(long_counts));
  EXPECT_EQ(short_counts.read, short_counts.kept() + short_counts.dropped);
  expect_equal(*graph, expected);
  return true;
}

// `row` makes one; files of `rounds` sizes, some rows damaged.
template <class Row>
void compare_many(Row row, int rounds, int least_short) {
  const Folder folder;
  Chance chance(8);
  int short_ways = 0;
  for (int round = 0; round < rounds && !::testing::Test::HasFailure(); ++round) {
    SCOPED_TRACE(round);
    std::vector<std::string> inputs;
    for (unsigned file = 0; file <= chance() % 3; ++file) {
      const std::string end = one_of(chance, {"\n", "\n", "\r\n", "\r\r\n"});
      std::string text = chance() % 5 == 0 ? "\xef\xbb\xbf" : "";
      const unsigned rows = 1 + chance() % (round % 10 == 0 ? 3000 : 60), bad = chance() % 3 == 0 ? 5 : 1000;
      text += row(chance) + end;
      for (unsigned i = 1; i < rows; ++i)
        text += (chance() % bad == 0 ? damaged(row(chance), chance) : row(chance)) + end;
      if (chance() % 3 == 0) text.resize(text.size() - end.size());
      inputs.push_back(folder.file("rows" + std::to_string(file) + ".tsv", text));
    }
    short_ways += compare(inputs, 1 + chance() % 5);
  }
  EXPECT_GE(short_ways, least_short);
}

TEST(coded_graph, is_that_of_the_long_way_for_petrarch) {
  for (const bool issues : {false, true})
    compare_many([&](Chance& chance) { return petrarch_row(chance, issues); }, 60, 15);
  // Rows of both widths: most of the first ten say which is the file's.
  compare_many([](Chance& chance) { return petrarch_row(chance, chance() % 4 != 0); }, 60, 15);
}

TEST(coded_graph, is_that_of_the_long_way_for_quadruples) { compare_many(quadruple, 120, 100); }

TEST(coded_graph, is_that_of_the_long_way_for_gdelt) {
  for (const std::size_t width : {57, 58, 61}) {
    int id = 0;
    compare_many(
        [&](Chance& chance) { return gdelt_row(chance, id += 1 + static_cast<int>(chance() % 3), width); },
        40, 30);
  }
}

TEST(coded_graph, takes_the_long_way_where_rows_share_an_id_or_a_name_needs_its_document) {
  const Folder folder;
  Chance chance(3);
  const std::string row = gdelt_row(chance, 7, 58) + '\n';
  EXPECT_FALSE(compare({folder.file("twice.tsv", row + row)}, 2));
  EXPECT_TRUE(compare({folder.file("once.tsv", row)}, 2));
  EXPECT_FALSE(compare({folder.file("nameless.tsv", "20140105\t~~~\tUSA\t173\t\t1\ta://b\t\n")}, 2));
  EXPECT_FALSE(compare({folder.file("month.tsv", "France\tConsult\tKenya\t2014-01\n")}, 2));
}

TEST(coded_graph, takes_the_long_way_where_a_header_names_the_columns) {
  const Folder folder;
  Chance chance(3);
  const std::string row = gdelt_row(chance, 7, 58) + '\n';
  const std::string header =
      "GLOBALEVENTID\tSQLDATE" + std::string(25, '\t') + "EventCode" + std::string(31, '\t');
  EXPECT_FALSE(compare({folder.file("named.tsv", header + '\n' + row)}, 2));
}

TEST(coded_graph, needs_one_reader_for_all_inputs) {
  const Folder folder;
  Chance chance(3);
  const std::string a = folder.file("a.tsv", quadruple(chance) + '\n'),
                    b = folder.file("b.tsv", petrarch_row(chance) + '\n');
  EXPECT_FALSE(compare({a, b}, 2));
  EXPECT_TRUE(compare({a}, 2));
}

TEST(coded_graph, reads_rows_that_are_longer_than_what_is_read_at_once) {
  const Folder folder;
  Chance chance(3);
  std::string text;
  for (const std::size_t size : {10, 700, 5000, 300000, 20, 900000, 4095, 4096})
    text += "20140105\tUSA\tGBR\t173\t\tAFP" + std::string(size, 'x') + "\thttps://a.example/" +
            std::to_string(size) + "\tGazette\n" + petrarch_row(chance) + '\n';
  EXPECT_TRUE(compare({folder.file("long.tsv", text)}, 3));
}

TEST(coded_graph, tells_when_an_input_was_written_to_since) {
  const Folder folder;
  const std::string row = "20140105\tUSA\tGBR\t173\t\tAFP1\thttps://a.example/1\tGazette\n";
  ProblemLog problems;
  IngestCounts counts;
  for (const std::string& later : {std::string("20140105"), "20140106" + row.substr(8), "x" + row}) {
    const std::string path = folder.file("rows.tsv", row);
    const auto graph = coded_graph({path}, {}, problems, counts);
    ASSERT_TRUE(graph);
    EXPECT_NO_THROW((void)graph->record(0));
    folder.file("rows.tsv", later);
    EXPECT_THROW((void)graph->record(0), InputError) << later;
  }
}

}  // namespace
}  // namespace ekg
