// Memory for millions of values, not initialised, in large pages where the system has them: a page that is
// new to a program costs more than what is done with it.
#pragma once
#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <type_traits>

namespace ekg {

struct FreeArray {
  void operator()(void* data) const { std::free(data); }
};
template <class Value>
using LargeArray = std::unique_ptr<Value[], FreeArray>;

template <class Value>
LargeArray<Value> large_array(std::size_t size) {
  static_assert(std::is_trivially_copyable_v<Value>);
  constexpr std::size_t page_bytes = std::size_t{2} << 20, least_alignment = 64;
  const std::size_t bytes = size * sizeof(Value) + 1;
  const std::size_t alignment = bytes < page_bytes ? least_alignment : page_bytes;
  const std::size_t room = (bytes + alignment - 1) / alignment * alignment;
  void* const data = std::aligned_alloc(alignment, room);
  if (data == nullptr) throw std::bad_alloc();
  if (alignment == page_bytes) ::madvise(data, room, MADV_HUGEPAGE);
  return LargeArray<Value>(static_cast<Value*>(data));
}

}  // namespace ekg
