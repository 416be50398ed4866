// A file that appears whole or not at all: written beside its place under a temporary name, then synced and
// renamed by commit(). Without commit(), and on SIGINT, SIGTERM, SIGHUP and SIGPIPE, nothing is left behind.
// "-", devices and pipes are written to directly. A name that ends in ".gz" or ".zst" is compressed.
#pragma once
#include <iosfwd>
#include <memory>
#include <string>

namespace ekg {

class OutputFile {
 public:
  // Throws OutputError when the file cannot be made.
  explicit OutputFile(const std::string& path);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  std::ostream& stream();
  // The temporary file's name, for what must be written by name. Throws OutputError for what is no file.
  const std::string& temporary_name() const;
  // Everything is on the disk, under the temporary name. Throws OutputError when anything could not be
  // written.
  void finish();
  // finish(), unless that was done, and the file takes its place. On OutputError the old file is untouched.
  void commit();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Removes the temporary files when a signal ends the program. Called once, by main.
void remove_temporaries_on_signals();

}  // namespace ekg
