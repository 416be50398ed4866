// How things come in: one Reader a format, each in its own file below ingest/readers/, listed in
// ingest/readers.def. Readers take streams, never paths. Every record that they see is either given to the
// sink or dropped with a problem.
#pragma once
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "graph/document.hpp"
#include "graph/entity.hpp"
#include "graph/event_record.hpp"
#include "graph/problem.hpp"

namespace ekg {

struct ColumnMap;
struct RowLanes;

struct ReadOptions {
  std::string file;         // for problems: the path as the user wrote it
  std::string document_id;  // of the document, where the format gives none
  bool shared_id = false;   // several inputs have that id: a piece of the text's hash is put behind it
  // Where the format says nothing itself.
  std::optional<TimeSpan> published;
  std::string title, url, outlet, language;
  // Columns of a row, of a format that knows several numbers of them; 0: as most of the first rows have.
  std::size_t width = 0;
  const ColumnMap* map = nullptr;  // what the columns mean, for the reader "map"
};

// What a reader gives away. Each call is one record read: kept by add, not kept by drop. Called from one
// thread.
class RecordSink {
 public:
  virtual ~RecordSink() = default;
  // A text to be read for events. REQUIRES: id, text and sha256 are set, text is valid UTF-8 without NUL.
  virtual void add(Document document) = 0;
  // The record is the sink's to empty; what it leaves there, the reader may use again.
  virtual void add(EventRecord&& record) = 0;
  // Rows of a graph that was resolved before: documents without their text, and entities that records name by
  // id.
  virtual void add_row(Document document) = 0;
  virtual void add_row(Entity entity) = 0;
  // One more place that tells of an event given elsewhere, by its id.
  virtual void add_mention(std::string event_id, EventMention mention) = 0;
  // A document that records and mentions speak of, known by more than its id; no record of its own and not
  // counted.
  virtual void add_source(Document document) = 0;
  virtual void drop(Problem problem) = 0;
  // Something that a person should know of a record that is kept, or of the file.
  virtual void report(Problem problem) = 0;
};

// The rest of this input cannot be read. Readers and streams throw it; the other inputs are still read.
struct BrokenInput : InputError {
  explicit BrokenInput(Problem what) : InputError(format_problem(what)), problem(std::move(what)) {}
  Problem problem;
};

struct Reader {
  std::string_view name;                       // "rss", for --from-format
  std::string_view description;                // one line for a person
  std::span<const std::string_view> suffixes;  // ".rss"; lower case
  bool (*sniff)(std::string_view head);  // is it this format? `head`: the first bytes, at most sniff_bytes
  void (*read)(std::istream& in, const ReadOptions& options, RecordSink& sink);
  // What sniff knows is nothing else: content is asked before the name, and no name is enough.
  bool unmistakable = false;
  const RowLanes* lanes = nullptr;                 // of event data that can become a graph without records
  std::span<const std::string_view> columns = {};  // that the header of its tables must have
};

inline constexpr std::size_t sniff_bytes = 1 << 16;

// In the order of readers.def.
std::span<const Reader* const> readers();
const Reader* find_reader(std::string_view name);

// The first of the unmistakable readers that knows the content. Else by the file's name (".gz", ".zst",
// ".zip" taken off) and then by content: of the readers that claim the suffix the one that knows the content,
// else, where the content is no table, the first of them; with an unclaimed suffix, the first that knows the
// content and is no plain text. `file_name` may be "-": then plain text counts too. `unpacked`: the content
// was packed; what only bears the name of a packed file is neither page nor article by that. Null: nobody can
// read it.
const Reader* detect_reader(std::string_view file_name, std::string_view head, bool unpacked = false);

// For a person: what the content that no reader knows looks like, and what to do.
std::string why_unknown(std::string_view head, std::string_view file_name = {}, bool unpacked = false);

}  // namespace ekg
