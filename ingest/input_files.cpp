#include "ingest/input_files.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "ingest/input_stream.hpp"
#include "ingest/record_json.hpp"

namespace ekg {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view manifest_name = "manifest.jsonl";

std::string stem_of(const std::string& path) {
  std::string name = fs::path(path).filename().string();
  for (const std::string_view packed : {".gz", ".zst", ".zip"})
    if (name.ends_with(packed)) name.resize(name.size() - packed.size());
  const std::size_t dot = name.find_last_of('.');
  if (dot != std::string::npos && dot != 0) name.resize(dot);
  return name;
}

// Gathers what a manifest's lines say and reports its problems.
class ManifestSink final : public RecordSink {
 public:
  explicit ManifestSink(ProblemSink& problems) : problems_(problems) {}
  void add(Document) override {}
  void add(EventRecord&&) override {}
  void add_row(Document) override {}
  void add_row(Entity) override {}
  void add_mention(std::string, EventMention) override {}
  void add_source(Document) override {}
  void drop(Problem problem) override { problems_.report(std::move(problem)); }
  void report(Problem problem) override { problems_.report(std::move(problem)); }

 private:
  ProblemSink& problems_;
};

using Manifest = std::map<std::string, Document>;  // by the file's name

Manifest read_manifest(const fs::path& path, ProblemSink& problems) {
  Manifest manifest;
  std::error_code none;
  if (!fs::is_regular_file(path, none)) return manifest;
  try {
    InputStream in(path.string());
    ManifestSink sink(problems);
    ReadOptions options;
    options.file = path.string();
    read_json_lines(in.stream(), options, sink, [&](const JsonLine& line, std::vector<std::string>& unknown) {
      std::vector<std::string> other;
      Document document = document_from_json(line.json, DocumentForm::manifest, other);
      std::erase(other, "file");
      unknown.insert(unknown.end(), other.begin(), other.end());
      std::string_view file;
      if (line.json["file"].get(file) || file.empty()) throw FieldError{"file", "is missing"};
      manifest.insert_or_assign(std::string(file), std::move(document));
    });
  } catch (const BrokenInput& broken) {
    problems.report(broken.problem);
  }
  return manifest;
}

class Finder {
 public:
  Finder(const std::vector<std::string>& leave_out, ProblemSink& problems) : problems_(problems) {
    for (const std::string& path : leave_out) leave_out_.insert(key_of(path));
  }

  void add(const std::string& input) {
    std::error_code error;
    const fs::file_status status = fs::status(input, error);
    if (input == "-" || (fs::exists(status) && !fs::is_directory(status))) return add_file(input, true);
    if (!fs::exists(status)) {
      problems_.report({"cannot-open", Severity::error, input, 0, 0,
                        "cannot be opened: " + (error ? error.message() : "no such file"), ""});
      return;
    }
    found_ = 0;
    if (add_folder(input) && found_ == 0)
      problems_.report({"empty-folder", Severity::error, input, 0, 0, "a folder without files to read", ""});
  }

  std::vector<InputFile> finish() {
    std::map<std::string, int> uses;
    for (const InputFile& file : files_) ++uses[file.options.document_id];
    for (InputFile& file : files_) file.options.shared_id = uses[file.options.document_id] > 1;
    std::ranges::sort(files_, [](const InputFile& a, const InputFile& b) {
      return std::pair(a.path != "-", a.path) < std::pair(b.path != "-", b.path);
    });
    return std::move(files_);
  }

 private:
  static std::string key_of(const std::string& path) {
    return path == "-" ? path : fs::absolute(path).lexically_normal().string();
  }

  // False when it cannot be looked into.
  bool add_folder(const fs::path& folder) {
    std::error_code error;
    const fs::path real = fs::canonical(folder, error);
    if (!error && !searched_.insert(real.string()).second) return true;
    std::vector<fs::path> below;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
      below.push_back(*at);
    if (error)
      problems_.report({"cannot-open", Severity::error, folder.string(), 0, 0,
                        "cannot be opened: " + error.message(), ""});
    if (error) return false;
    std::ranges::sort(below);
    for (const fs::path& path : below) {
      const std::string name = path.filename().string();
      std::error_code none;
      if (name.starts_with(".") || name == manifest_name) continue;
      if (fs::is_directory(path, none))
        add_folder(path);
      else if (leave_out_.count(key_of(path.string())) == 0 &&
               (fs::is_regular_file(path, none) || !fs::exists(path, none)))
        add_file(path.string(), false);
    }
    return true;
  }

  void add_file(const std::string& path, bool named) {
    ++found_;
    if (!seen_.insert(key_of(path)).second) return;
    InputFile file;
    file.path = path;
    file.named = named;
    file.options.file = path;
    if (path != "-") {
      file.options.document_id = stem_of(path);
      apply_manifest(path, file.options);
    }
    files_.push_back(std::move(file));
  }

  void apply_manifest(const fs::path& path, ReadOptions& options) {
    const fs::path folder = path.parent_path();
    auto at = manifests_.find(folder.string());
    if (at == manifests_.end())
      at = manifests_.emplace(folder.string(), read_manifest(folder / manifest_name, problems_)).first;
    const auto facts = at->second.find(path.filename().string());
    if (facts == at->second.end()) return;
    const Document& document = facts->second;
    if (!document.id.empty()) options.document_id = document.id;
    options.title = document.title;
    options.url = document.url;
    options.outlet = document.outlet;
    options.language = document.language;
    options.published = document.published;
  }

  ProblemSink& problems_;
  std::vector<InputFile> files_;
  std::set<std::string> seen_, searched_, leave_out_;
  std::size_t found_ = 0;  // files of the input in work, known before or not
  std::map<std::string, Manifest> manifests_;
};

}  // namespace

std::vector<InputFile> find_input_files(const std::vector<std::string>& inputs,
                                        const std::vector<std::string>& leave_out, ProblemSink& problems) {
  Finder finder(leave_out, problems);
  for (const std::string& input : inputs) finder.add(input);
  return finder.finish();
}

}  // namespace ekg
