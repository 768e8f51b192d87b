#pragma once

#include "server/protocol/shape.h"

#include <string_view>

namespace server::protocol {

inline constexpr Shape kStringSet = list_of(kString);
inline constexpr Shape kBlobSet = list_of(kBlob);
inline constexpr Shape kValueList = list_of(kAttributeValue);
inline constexpr Shape kValueMap = map_of(kAttributeValue);

// AWS takes "true", "1", "yes" and their like for booleans, in any case. Reading an attribute value
// (core/json) knows them; elsewhere a boolean has to be one.
inline constexpr Shape kBooleanOrWord{ShapeKind::boolean};

// The shape of an attribute value's member, "S", "NULL", …; nullptr when there is no such type.
constexpr const Shape* attribute_type(std::string_view name) {
  if (name == "S" || name == "N") return &kString;
  if (name == "B") return &kBlob;
  if (name == "M") return &kValueMap;
  if (name == "L") return &kValueList;
  if (name == "BOOL" || name == "NULL") return &kBooleanOrWord;
  if (name == "SS" || name == "NS") return &kStringSet;
  return name == "BS" ? &kBlobSet : nullptr;
}

}  // namespace server::protocol
