#pragma once

#include "core/attribute_value.h"

#include <memory>
#include <utility>

namespace core::expressions {

// A value that the request brings. It never changes, and however often an expression uses the same
// placeholder, there is one of it.
class Literal {
 public:
  explicit Literal(AttributeValue value)
      : value_(std::make_shared<const AttributeValue>(std::move(value))) {}

  const AttributeValue& operator*() const { return *value_; }
  const AttributeValue* operator->() const { return value_.get(); }

 private:
  std::shared_ptr<const AttributeValue> value_;
};

}  // namespace core::expressions
