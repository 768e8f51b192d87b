#pragma once

#include "core/clock.h"
#include "core/json/value.h"

#include <cstdint>
#include <string>
#include <string_view>

// Members of a document that we wrote ourselves: they are there, and of their type.
namespace storage {

inline std::string text_in(const core::json::Object& object, std::string_view name) {
  return std::string(object.find(name)->string());
}

inline std::int64_t whole_in(const core::json::Object& object, std::string_view name) {
  return *object.find(name)->whole();
}

// Of milliseconds since the epoch.
inline core::WallTime time_in(const core::json::Object& object, std::string_view name) {
  return core::from_epoch_milliseconds(whole_in(object, name));
}

}  // namespace storage
