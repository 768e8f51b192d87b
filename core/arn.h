#pragma once

#include "core/names.h"

#include <optional>
#include <string>
#include <string_view>

// Amazon Resource Names: arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE.
namespace core {

// The six colon-separated parts. The resource keeps its own colons and slashes. Views into the
// text.
struct ArnParts {
  std::string_view partition;
  std::string_view service;
  std::string_view region;
  std::string_view account;
  std::string_view resource;
};

// nullopt when the text has fewer than six parts or doesn't begin with "arn".
std::optional<ArnParts> parse_arn(std::string_view text);

std::string make_arn(std::string_view service, const Scope& scope, std::string_view resource);

std::string table_arn(const Scope& scope, const TableName& table);
std::string index_arn(const Scope& scope, const TableName& table, const IndexName& index);
StreamArn stream_arn(const Scope& scope, const TableName& table, const StreamLabel& label);
std::string function_arn(const Scope& scope, const FunctionName& function);

}  // namespace core
