#include "graph/store/snapshot.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cassert>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <span>
#include <vector>

#include "graph/problem.hpp"
#include "graph/store/row_bytes.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace ekg {
namespace {

constexpr std::array<char, 8> magic = {'e', 'k', 'g', 'c', 'o', 'l', 's', '2'};
constexpr std::uint32_t byte_order = 0x01020304;
constexpr std::size_t alignment = 64;

struct Head {
  std::array<char, 8> magic;
  std::uint64_t revision;
  std::uint64_t file_bytes;
  std::uint32_t sections;
  std::uint32_t byte_order;
  std::uint64_t checksum;  // of this head, with 0 here, and the table
};
static_assert(sizeof(Head) == 40);

struct Section {
  std::uint64_t offset, bytes, checksum;
};

std::uint64_t checksum_of(const void* data, std::size_t bytes) {
  return bytes == 0 ? 0 : XXH3_64bits(data, bytes);
}

std::uint64_t checksum_of(Head head, std::span<const Section> table) {
  head.checksum = 0;
  return checksum_of(&head, sizeof head) ^ XXH3_64bits_withSeed(table.data(), table.size_bytes(), 1);
}

template <class Number>
void append(std::string& out, Number value) {
  char raw[sizeof value];
  std::memcpy(raw, &value, sizeof value);
  out.append(raw, sizeof value);
}

// Rows of bytes one after the other, each behind its length.
class RowList {
 public:
  explicit RowList(std::string_view bytes) : left_(bytes) {}
  std::string_view next() {
    std::uint32_t size = 0;
    if (left_.size() < sizeof size) throw InputError("a row is cut");
    std::memcpy(&size, left_.data(), sizeof size);
    left_.remove_prefix(sizeof size);
    if (left_.size() < size) throw InputError("a row is cut");
    const std::string_view row = left_.substr(0, size);
    left_.remove_prefix(size);
    return row;
  }
  bool done() const { return left_.empty(); }

 private:
  std::string_view left_;
};

template <class Row>
std::string row_list(std::span<const Row> rows) {
  std::string all, one;
  for (const Row& row : rows) {
    encode_row(row, one);
    append(all, static_cast<std::uint32_t>(one.size()));
    all += one;
  }
  return all;
}

// Sections after one another into a file that appears whole or not at all.
class SectionFile {
 public:
  SectionFile(const std::string& path, std::uint32_t sections)
      : path_(path), temporary_(fmt::format("{}.part-{}", path, ::getpid())) {
    file_ = std::fopen(temporary_.c_str(), "wb");
    at_ = sizeof(Head) + sections * sizeof(Section);
    if (file_ != nullptr && std::fseek(file_, static_cast<long>(at_), SEEK_SET) != 0) failed_ = true;
  }
  ~SectionFile() {
    if (file_ != nullptr) std::fclose(file_);
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
  }
  SectionFile(const SectionFile&) = delete;
  SectionFile& operator=(const SectionFile&) = delete;

  void add(const void* data, std::size_t bytes) {
    static constexpr std::array<char, alignment> zeros{};
    write(zeros.data(), (alignment - at_ % alignment) % alignment);
    table_.push_back({at_, bytes, checksum_of(data, bytes)});
    write(data, bytes);
  }
  bool finish(std::uint64_t revision) {
    if (file_ == nullptr) return false;
    Head head{magic, revision, at_, static_cast<std::uint32_t>(table_.size()), byte_order, 0};
    head.checksum = checksum_of(head, table_);
    failed_ = failed_ || std::fseek(file_, 0, SEEK_SET) != 0;
    write(&head, sizeof head);
    write(table_.data(), table_.size() * sizeof(Section));
    failed_ = std::fclose(std::exchange(file_, nullptr)) != 0 || failed_;
    if (failed_ || ::rename(temporary_.c_str(), path_.c_str()) != 0) return false;
    temporary_.clear();
    return true;
  }

 private:
  void write(const void* data, std::size_t bytes) {
    if (file_ == nullptr || bytes == 0) return;
    failed_ = std::fwrite(data, 1, bytes, file_) != bytes || failed_;
    at_ += bytes;
  }

  const std::string path_;
  std::string temporary_;
  std::FILE* file_ = nullptr;
  std::uint64_t at_ = 0;
  bool failed_ = false;
  std::vector<Section> table_;
};

class FileMapping {
 public:
  explicit FileMapping(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    struct stat facts {};
    if (::fstat(file, &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_size > 0) {
      size_ = static_cast<std::size_t>(facts.st_size);
      void* const at = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
      if (at != MAP_FAILED) data_ = static_cast<const char*>(at);
    }
    ::close(file);
  }
  FileMapping(FileMapping&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(other.size_) {}
  FileMapping(const FileMapping&) = delete;
  FileMapping& operator=(const FileMapping&) = delete;
  FileMapping& operator=(FileMapping&&) = delete;
  ~FileMapping() {
    if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
  }
  std::string_view bytes() const { return {data_, data_ == nullptr ? 0 : size_}; }

 private:
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

// The sections of a mapped file, in order.
class SectionReader {
 public:
  // False when the file is not what was asked for.
  bool open(std::string_view file, std::uint64_t revision) {
    Head head{};
    if (file.size() < sizeof head) return false;
    std::memcpy(&head, file.data(), sizeof head);
    if (head.magic != magic || head.revision != revision || head.byte_order != byte_order ||
        head.file_bytes != file.size() || head.sections > 1000 ||
        file.size() < sizeof head + head.sections * sizeof(Section))
      return false;
    table_.resize(head.sections);
    std::memcpy(table_.data(), file.data() + sizeof head, table_.size() * sizeof(Section));
    if (checksum_of(head, table_) != head.checksum) return false;
    for (const Section& section : table_) {
      if (section.offset > file.size() || section.bytes > file.size() - section.offset ||
          section.offset % alignment != 0)
        return false;
    }
    file_ = file;
    return true;
  }
  // Empty and `failed` when there are no more.
  std::string_view next() {
    if (at_ == table_.size()) {
      failed_ = true;
      return {};
    }
    const Section& section = table_[at_++];
    return file_.substr(section.offset, section.bytes);
  }
  // Is the section that next() gave last as it was written?
  bool intact() const { return checksum_of_last() == table_[at_ - 1].checksum; }
  std::uint64_t checksum() const { return table_[at_ - 1].checksum; }
  template <class Value>
  Column<Value> column() {
    const std::string_view bytes = next();
    failed_ = failed_ || bytes.size() % sizeof(Value) != 0 || !intact();
    if (failed_) return {};
    return {reinterpret_cast<const Value*>(bytes.data()), bytes.size() / sizeof(Value)};
  }
  std::string_view checked() {
    const std::string_view bytes = next();
    failed_ = failed_ || !intact();
    return failed_ ? std::string_view() : bytes;
  }
  bool ended_well() const { return !failed_ && at_ == table_.size(); }
  bool failed() const { return failed_; }

 private:
  std::uint64_t checksum_of_last() const {
    const Section& section = table_[at_ - 1];
    return checksum_of(file_.data() + section.offset, section.bytes);
  }

  std::string_view file_;
  std::vector<Section> table_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace

// What is looked at when it is first asked for.
struct EventGraph::Mapped {
  struct Part {
    std::string_view bytes;
    std::uint64_t checksum = 0;
    bool intact() const { return checksum_of(bytes.data(), bytes.size()) == checksum; }
  };

  explicit Mapped(const std::string& where) : path(where), file(where) {}
  [[noreturn]] void give_up() const {
    ::unlink(path.c_str());
    throw InputError(path + ": damaged, and removed; run the command again");
  }

  const std::string path;
  const FileMapping file;
  Part records, string_offsets, strings, documents;
  std::once_flag records_checked, documents_read;
};

EventGraph::EventGraph() : pairs_indexed_(std::make_unique<std::once_flag>()) {}
EventGraph::EventGraph(EventGraph&&) noexcept = default;
EventGraph& EventGraph::operator=(EventGraph&&) noexcept = default;
EventGraph::~EventGraph() = default;

void EventGraph::check_records() const {
  std::call_once(mapped_->records_checked, [this] {
    if (!mapped_->records.intact() || !mapped_->string_offsets.intact() || !mapped_->strings.intact())
      mapped_->give_up();
  });
}

void EventGraph::read_documents() const {
  std::call_once(mapped_->documents_read, [this] {
    if (!mapped_->documents.intact()) mapped_->give_up();
    RowList rows(mapped_->documents.bytes);
    std::vector<Document> all(document_count());
    for (Document& document : all) decode_row(rows.next(), document);
    documents_ = std::move(all);
  });
}

bool GraphSnapshot::write(const EventGraph& graph, std::uint64_t revision, const std::string& path) {
  assert(!graph.mapped_ && !graph.rows_);
  graph.index_pairs();
  constexpr std::uint32_t others = 6;
  std::uint32_t columns = 0;
  EventGraph::each_column(graph, [&](const char*, const auto&) { ++columns; });
  SectionFile file(path, columns + others);
  EventGraph::each_column(graph, [&](const char*, const auto& column) {
    file.add(column.data(), column.size() * sizeof column[0]);
  });
  std::string types;
  for (const std::string_view name : graph.type_names_) {
    append(types, static_cast<std::uint32_t>(name.size()));
    types += name;
  }
  file.add(types.data(), types.size());
  const std::string entities = row_list(graph.entities());
  file.add(entities.data(), entities.size());
  file.add(graph.records_.data(), graph.records_.size());
  std::vector<std::uint64_t> offsets;
  std::string strings;
  for (std::size_t id = 0; id < graph.strings_.size(); ++id) {
    offsets.push_back(strings.size());
    strings += graph.strings_.at(static_cast<StringTable::Id>(id));
  }
  offsets.push_back(strings.size());
  file.add(offsets.data(), offsets.size() * sizeof offsets[0]);
  file.add(strings.data(), strings.size());
  const std::string documents = row_list(graph.documents());
  file.add(documents.data(), documents.size());
  return file.finish(revision);
}

std::optional<EventGraph> GraphSnapshot::open(const std::string& path, std::uint64_t revision) {
  auto mapped = std::make_unique<EventGraph::Mapped>(path);
  SectionReader sections;
  if (!sections.open(mapped->file.bytes(), revision)) return std::nullopt;
  EventGraph graph;
  EventGraph::each_column(
      graph, [&]<class Value>(const char*, Column<Value>& column) { column = sections.column<Value>(); });
  const std::string_view types = sections.checked(), entities = sections.checked();
  for (EventGraph::Mapped::Part* part :
       {&mapped->records, &mapped->string_offsets, &mapped->strings, &mapped->documents}) {
    part->bytes = sections.next();
    if (sections.failed()) return std::nullopt;
    part->checksum = sections.checksum();
  }
  if (!sections.ended_well()) return std::nullopt;
  for (RowList rows(types); !rows.done();) graph.type_names_.push_back(rows.next());
  for (RowList rows(entities); !rows.done();) decode_row(rows.next(), graph.entities_.emplace_back());
  graph.records_ = {reinterpret_cast<const unsigned char*>(mapped->records.bytes.data()),
                    mapped->records.bytes.size()};
  graph.strings_ = StringTable(reinterpret_cast<const std::uint64_t*>(mapped->string_offsets.bytes.data()),
                               mapped->strings.bytes.data(),
                               mapped->string_offsets.bytes.size() / sizeof(std::uint64_t) - 1);
  graph.mapped_ = std::move(mapped);
  return graph;
}

}  // namespace ekg
