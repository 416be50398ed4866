// Counts through row numbers where a concept wants an iterator over vertices.
#pragma once
#include <boost/iterator/iterator_facade.hpp>
#include <cstdint>

namespace ekg {

class CountingIterator
    : public boost::iterator_facade<CountingIterator, std::uint32_t, boost::random_access_traversal_tag,
                                    std::uint32_t, std::ptrdiff_t> {
 public:
  CountingIterator() = default;
  explicit CountingIterator(std::uint32_t at) : at_(at) {}

 private:
  friend class boost::iterator_core_access;
  std::uint32_t dereference() const { return at_; }
  bool equal(const CountingIterator& other) const { return at_ == other.at_; }
  void increment() { ++at_; }
  void decrement() { --at_; }
  void advance(std::ptrdiff_t by) { at_ = static_cast<std::uint32_t>(at_ + by); }
  std::ptrdiff_t distance_to(const CountingIterator& other) const {
    return static_cast<std::ptrdiff_t>(other.at_) - static_cast<std::ptrdiff_t>(at_);
  }

  std::uint32_t at_ = 0;
};

}  // namespace ekg
