// A column of an event graph: values in memory of its own, or in a stretch of a mapped file that outlives it.
#pragma once
#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace ekg {

template <class Value>
class Column {
  static_assert(std::is_trivially_copyable_v<Value>);

 public:
  Column() = default;
  explicit Column(std::vector<Value> values) : own_(std::move(values)) { see(); }
  Column(std::unique_ptr<Value[]> values, std::size_t size)
      : block_(std::move(values)), data_(block_.get()), size_(size) {}
  Column(const Value* data, std::size_t size) : data_(data), size_(size) {}
  Column(Column&& other) noexcept
      : own_(std::move(other.own_)),
        block_(std::move(other.block_)),
        data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)) {}
  Column& operator=(Column&& other) noexcept {
    own_ = std::move(other.own_);
    block_ = std::move(other.block_);
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
    return *this;
  }
  ~Column() = default;

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const Value* data() const { return data_; }
  const Value* begin() const { return data_; }
  const Value* end() const { return data_ + size_; }
  const Value& operator[](std::size_t row) const { return data_[row]; }
  const Value& back() const { return data_[size_ - 1]; }

  // REQUIRES: default, or made of a vector.
  void push_back(Value value) {
    own_.push_back(value);
    see();
  }
  void set_back(Value value) { own_.back() = value; }

 private:
  void see() {
    data_ = own_.data();
    size_ = own_.size();
  }

  std::vector<Value> own_;
  std::unique_ptr<Value[]> block_;  // instead of own_
  const Value* data_ = nullptr;
  std::size_t size_ = 0;
};

// A column, or what is the same for all rows, held once: only [] knows that the one value is of every row.
template <class Value>
class ColumnOrConstant : public Column<Value> {
 public:
  void make_constant(Value value) {
    *this = {};
    this->push_back(value);
    mask_ = 0;
  }
  const Value& operator[](std::size_t row) const { return this->data()[row & mask_]; }

 private:
  std::size_t mask_ = ~std::size_t{0};
};

}  // namespace ekg
