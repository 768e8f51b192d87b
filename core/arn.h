#pragma once

#include "core/names.h"

#include <optional>
#include <string>
#include <string_view>

// Amazon Resource Names: arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE. The partition follows from
// the region: there is one for the regions that everybody knows, "aws", and others for those apart.
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

// Whether the partition, the region and the account are the scope's own.
bool is_in(const ArnParts& arn, const Scope& scope);

// "aws-cn" for "cn-north-1"; "aws" for any region that isn't known to be in another partition.
std::string_view partition_of(const Region& region);

// What the names of the region's endpoints end with: "amazonaws.com", "amazonaws.com.cn" …
std::string_view dns_suffix_of(const Region& region);

std::string make_arn(std::string_view service, const Scope& scope, std::string_view resource);

std::string table_arn(const Scope& scope, const TableName& table);
std::string index_arn(const Scope& scope, const TableName& table, const IndexName& index);
StreamArn stream_arn(const Scope& scope, const TableName& table, const StreamLabel& label);
std::string queue_arn(const Scope& scope, const QueueName& queue);
std::string function_arn(const Scope& scope, const FunctionName& function);

}  // namespace core
