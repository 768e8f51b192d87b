#pragma once

#include "core/json/value.h"
#include "core/table_definition.h"

#include <optional>
#include <string>
#include <string_view>

// What CreateTable and UpdateTable are told beside keys and throughput, with AWS's checks.
namespace server::operations {

// StreamSpecification: nullopt when there is none.
struct StreamRequest {
  bool enabled = false;
  core::StreamViewType view_type = core::StreamViewType::keys_only;  // when enabled
};
// The two operations word the same mistakes differently.
struct StreamTexts {
  std::string_view view_type_missing;
  std::string_view view_type_unwanted;
};
inline constexpr StreamTexts kNewTableTexts{
    "Table is being created with a stream enabled, UpdateViewType is required",
    "Table is being created with a stream disabled, UpdateViewType should not be specified"};
inline constexpr StreamTexts kTableUpdateTexts{
    "If stream is being enabled then UpdateViewType is required",
    "If stream is being disabled, then UpdateViewType must not be specified"};
std::optional<StreamRequest> read_stream_request(const core::json::Object& body,
                                                 const StreamTexts& texts);

// SSESpecification as the SSEDescription to show: empty for the key that AWS owns. nullopt when
// there is no specification.
std::optional<std::string> read_encryption(const core::json::Object& body,
                                           const core::Scope& scope);

// The same of the specification itself.
std::string read_encryption_specification(const core::json::Object& specification,
                                          const core::Scope& scope);

// TableClass; nullopt when there is none.
std::optional<std::string> read_table_class(const core::json::Object& body);

// Throws for what we can't do: global tables, vector indexes.
void check_supported(const core::json::Object& body);

}  // namespace server::operations
