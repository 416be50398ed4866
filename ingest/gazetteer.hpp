// The user's own places, down to villages: a file that is made once of a GeoNames dump and then looked up. It
// gives positions to places that texts and data sets name without one; it makes no place of a word.
#pragma once
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "graph/event_record.hpp"
#include "graph/problem.hpp"

namespace ekg {

struct GazetteerCounts {
  std::uint64_t read = 0, dropped = 0;
  std::uint64_t left_out = 0;  // of a kind that no event happens at: data/places/geonames_features.tsv
  std::uint64_t kept() const { return read - dropped - left_out; }
};

// Writes to `path` (replaced whole, an SQLite file) the places of a GeoNames dump: tab-separated, 19 columns,
// no first line with names, as geonames.org gives it. A row that cannot be read is a problem
// ("gazetteer-row") and left out. Throws OutputError, and InputError when not one place is kept. O(n log n).
GazetteerCounts import_geonames(std::istream& dump, const std::string& file, const std::string& path,
                                ProblemSink& problems);

class Gazetteer {
 public:
  // Throws InputError when the file is no gazetteer.
  explicit Gazetteer(const std::string& path);
  ~Gazetteer();

  // `events` are those of one document or one row. A place of theirs that has no position gets the one, the
  // state and the GeoNames id of the only place of that name in its state, or, where the state is not told,
  // in the states that the events speak of. Of several in those states the one with ten times the people of
  // the next is meant; else the place stays as it is. What the built-in table knows is left to it, so are
  // states. Safe from any thread.
  void locate(std::vector<EventRecord>& events) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ekg
