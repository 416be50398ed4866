// What the user named, as files to read: folders searched, ids given, facts of a folder's manifest at hand.
#pragma once
#include <string>
#include <vector>

#include "graph/problem.hpp"
#include "ingest/reader.hpp"

namespace ekg {

struct InputFile {
  std::string path;   // "-": standard input
  bool named = true;  // by the user; false: found in a folder
  ReadOptions options;
};

// Folders are searched recursively in the order of names; names that begin with "." are left out, and so is a
// folder's manifest.jsonl, whose lines {"file", "id", "title", "url", "outlet", "language", "published"} tell
// of the files beside it. The document id is the file's name without suffix; ReadOptions::shared_id where two
// files have the same. A path that does not exist and a folder without files are problems. The same path is
// given once. Links to folders are followed, each folder once. Sorted by path, so that the order in which
// inputs are named changes nothing; standard input is first. What a folder holds of `leave_out` is passed
// over.
std::vector<InputFile> find_input_files(const std::vector<std::string>& inputs,
                                        const std::vector<std::string>& leave_out, ProblemSink& problems);

}  // namespace ekg
