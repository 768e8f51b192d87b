#pragma once

#include "core/expressions/ast.h"
#include "core/json/value.h"

namespace core::expressions {

// AttributeUpdates: {"name": {"Action": "PUT", "Value": {"S": "x"}}}.
Update read_attribute_updates(const json::Object& attribute_updates);

// AttributesToGet: ["name", …]. Top-level attributes only; dots and brackets mean nothing.
Projection read_attributes_to_get(const json::Array& attributes_to_get);

}  // namespace core::expressions
