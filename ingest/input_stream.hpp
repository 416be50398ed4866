// A file or standard input as a stream of unpacked bytes, whose head can be looked at before it is read.
#pragma once
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

namespace ekg {

// Do these first four bytes say that what follows is packed as InputStream unpacks it?
bool is_packed(std::string_view first_bytes);

class InputStream {
 public:
  // "-" is standard input. gzip, Zstandard and zip (of one file) are known by their first bytes. Throws
  // BrokenInput "cannot-open". Reading throws BrokenInput "cannot-read", "broken-compression",
  // "unpacks-too-large" for what unpacks to over 256 MiB and 200 times its size, and of zips "unsafe-path"
  // (absolute or with "..") and, after the first file, "several-in-zip".
  explicit InputStream(const std::string& path);
  ~InputStream();

  // The first bytes, unpacked, at most sniff_bytes.
  std::string_view head() const;
  std::istream& stream();
  bool is_unpacked() const;  // the file is packed
  // Is it a zip with another file behind the one that is read? What is left of that is passed over.
  bool has_another_file();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ekg
