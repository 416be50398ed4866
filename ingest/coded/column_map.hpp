// How the columns of somebody's own table become event records: a file in TOML, read once
// (docs/formats/map.md). Immutable after reading; any number of threads may share one.
#pragma once
#include <iosfwd>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/coded/coded_rows.hpp"

namespace ekg {

// Where a field comes from: a column, or a word that the map itself gives for all rows.
struct ColumnValue {
  std::size_t column = no_column;  // in ColumnMap::columns
  std::string constant;
  std::map<std::string, std::string, std::less<>> values;  // what cells mean; empty: what they say
  std::string separator;                                   // of several in one cell; empty: one
  std::string format;                                      // of times, "%d.%m.%Y"; empty: parse_time's
  bool given() const { return column != no_column || !constant.empty(); }
};

struct PartyColumns {
  ColumnValue name, code, country, sector, kind, mention;
};
struct PlaceColumns {
  ColumnValue name, country, latitude, longitude, geonames;
};
struct QuantityColumns {
  ColumnValue value, max, of;
  Comparator comparator = Comparator::exactly;
};
struct DocumentColumns {
  ColumnValue id, url, title, outlet, language, published, text;
};

struct ColumnMap {
  enum class Form : std::uint8_t { by_content, csv, tsv, jsonl };

  std::string file;
  std::string name;  // of the data set: of ids ("name:KEY") and fields ("name.COLUMN")
  Form form = Form::by_content;
  bool header = true;
  std::size_t width = 0;             // without a header: the number of columns
  std::vector<std::string> columns;  // those that are read, each once; without a header "1", "2" …: all

  std::vector<std::string> none;  // cells that say nothing: "NA"

  ColumnValue id, type, cameo, plover, mode, begin, end, intensity, confidence, status, quote;
  std::vector<PartyColumns> actors, recipients;
  std::vector<PlaceColumns> places;
  std::vector<QuantityColumns> quantities;
  DocumentColumns document;
  std::vector<std::size_t> kept;  // columns that go to the record's fields

  // Throws BrokenInput "column-map", with line and column, for what is no TOML, for keys that nobody knows,
  // and for words that no record can have. O(bytes).
  static ColumnMap read(std::istream& in, const std::string& file);

  bool is_json(std::string_view head) const;
  // The first column that the input, of which `head` is the beginning, does not have; empty: it has them
  // all. Objects of JSON may leave out what is no id, type or time. Without a header: a word about the width.
  std::string missing_in(std::string_view head) const;
};

}  // namespace ekg
