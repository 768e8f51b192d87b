#include "core/table_definition.h"

#include <algorithm>
#include <array>

namespace core {
namespace {

using Names = std::array<std::string_view, 4>;

constexpr Names kViewTypes = {"KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"};
constexpr Names kBillingModes = {"PROVISIONED", "PAY_PER_REQUEST"};
constexpr Names kProjectionTypes = {"ALL", "KEYS_ONLY", "INCLUDE"};

template <class Enum>
std::string_view name_in(const Names& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}

template <class Enum>
std::optional<Enum> find_in(const Names& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end() || name.empty()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::string_view wire_name(StreamViewType type) {
  return name_in(kViewTypes, type);
}
std::string_view wire_name(BillingMode mode) {
  return name_in(kBillingModes, mode);
}
std::string_view wire_name(ProjectionType type) {
  return name_in(kProjectionTypes, type);
}

std::optional<StreamViewType> find_stream_view_type(std::string_view name) {
  return find_in<StreamViewType>(kViewTypes, name);
}
std::optional<BillingMode> find_billing_mode(std::string_view name) {
  return find_in<BillingMode>(kBillingModes, name);
}
std::optional<ProjectionType> find_projection_type(std::string_view name) {
  return find_in<ProjectionType>(kProjectionTypes, name);
}

const IndexDefinition* TableDefinition::find_index(std::string_view index_name) const {
  const auto found =
      std::find_if(indexes.begin(), indexes.end(),
                   [&](const IndexDefinition& index) { return index.name.get() == index_name; });
  return found == indexes.end() ? nullptr : &*found;
}

}  // namespace core
