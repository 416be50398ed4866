// Is a text a table, whoever knows its columns? So that no table is read as an article.
#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

namespace ekg {

struct TableShape {
  char separator = 0;       // '\t', ';', ',' or '|'; 0: it is no table
  std::size_t columns = 0;  // that most of its lines have
};

// Of the first bytes of a text in UTF-8, which may be cut. A table is a text of which three quarters, by
// lines and by bytes, are rows of one width, so that an article stays one with a list or a small table in it.
// Of few columns it must have several rows, or a first line that names its columns in bare words and no row
// of another width.
// Neither are paragraphs that begin with a tab, lists of numbered sentences and the turns of speakers a
// table, nor commas and semicolons that blanks follow. O(bytes).
TableShape table_shape(std::string_view head);

// The lines of a head that are not empty, without their ends, at most `limit`; the last is left out where the
// head may be cut in it, unless it is the only one. A byte order mark is passed over.
std::vector<std::string_view> first_lines(std::string_view head, std::size_t limit);

}  // namespace ekg
