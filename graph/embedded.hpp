// The files of data/ as they were when the library was built: ontology, lexicons, the trained model, the
// viewer page. The bytes live as long as the program and are safe to read from any thread.
#pragma once
#include <string_view>
#include <vector>

namespace ekg {

// The bytes of data/PATH, for example embedded_data("ontology.tsv").
// REQUIRES: the file exists in data/; asking for another is a bug and throws std::logic_error.
std::string_view embedded_data(std::string_view path);

// Paths below data/ that begin with `prefix`, sorted.
std::vector<std::string_view> embedded_paths(std::string_view prefix = {});

}  // namespace ekg
