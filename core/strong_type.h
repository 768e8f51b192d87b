#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <utility>

namespace core {

// A T that can't be swapped with its neighbour at a call site: each Tag makes a type of its own.
template <class Tag, class T>
class Strong {
 public:
  Strong() = default;
  explicit Strong(T value) : value_(std::move(value)) {}

  const T& get() const { return value_; }

  friend bool operator==(const Strong&, const Strong&) = default;
  friend auto operator<=>(const Strong&, const Strong&) = default;

 private:
  T value_{};
};

}  // namespace core

template <class Tag, class T>
struct std::hash<core::Strong<Tag, T>> {
  std::size_t operator()(const core::Strong<Tag, T>& strong) const {
    return std::hash<T>()(strong.get());
  }
};
