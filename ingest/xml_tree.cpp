#include "ingest/xml_tree.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ingest/text_bytes.hpp"

namespace ekg {
namespace {

constexpr std::size_t limit_bytes = std::size_t{1} << 30;

}  // namespace

XmlTree::XmlTree(std::istream& in, const ReadOptions& options, const char* root_name)
    : bytes_(to_utf8(read_whole(in, options, limit_bytes))) {
  for (std::size_t at = bytes_.find('\n'); at != bytes_.npos; at = bytes_.find('\n', at + 1))
    line_ends_.push_back(at);
  const auto line_at = [&](std::size_t offset) {
    return static_cast<std::uint64_t>(std::ranges::lower_bound(line_ends_, offset) - line_ends_.begin()) + 1;
  };
  if (auto problem = text_problem(bytes_, options.file)) throw BrokenInput(std::move(*problem));
  const auto result =
      document_.load_buffer(bytes_.data(), bytes_.size(), pugi::parse_default, pugi::encoding_utf8);
  const auto bad = [&](std::string message, std::uint64_t line) {
    throw BrokenInput({"bad-xml", Severity::error, options.file, line, 0, std::move(message), ""});
  };
  if (!result)
    bad(fmt::format("not well-formed ({}); is the file cut?", result.description()),
        line_at(static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(result.offset, 0, std::ssize(bytes_)))));
  root_ = document_.child(root_name);
  if (!root_) bad(fmt::format("no <{}> in it", root_name), 1);
}

std::uint64_t XmlTree::line_of(pugi::xml_node node) const {
  const std::ptrdiff_t offset = node.offset_debug();
  if (offset < 0) return 0;
  return static_cast<std::uint64_t>(std::ranges::lower_bound(line_ends_, static_cast<std::size_t>(offset)) -
                                    line_ends_.begin()) +
         1;
}

}  // namespace ekg
