#include "core/arn.h"

#include <algorithm>
#include <array>

namespace core {
namespace {

struct Partition {
  std::string_view region_prefix;
  std::string_view name;
  std::string_view dns_suffix;
};

// As the SDKs' partitions.json lists them.
constexpr std::array<Partition, 7> kPartitionsApart = {
    {
     {"cn-", "aws-cn", "amazonaws.com.cn"},
     {"us-gov-", "aws-us-gov", "amazonaws.com"},
     {"us-iso-", "aws-iso", "c2s.ic.gov"},
     {"us-isob-", "aws-iso-b", "sc2s.sgov.gov"},
     {"eu-isoe-", "aws-iso-e", "cloud.adc-e.uk"},
     {"us-isof-", "aws-iso-f", "csp.hci.ic.gov"},
     {"eusc-", "aws-eusc", "amazonaws.eu"},
     }
};
constexpr Partition kCommercial = {"", "aws", "amazonaws.com"};

const Partition& find_partition(std::string_view region) {
  const auto found = std::find_if(
      kPartitionsApart.begin(), kPartitionsApart.end(),
      [&](const Partition& partition) { return region.starts_with(partition.region_prefix); });
  return found == kPartitionsApart.end() ? kCommercial : *found;
}

}  // namespace

std::optional<ArnParts> parse_arn(std::string_view text) {
  std::string_view parts[5];
  for (std::string_view& part : parts) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    part = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  if (parts[0] != "arn") return std::nullopt;
  return ArnParts{parts[1], parts[2], parts[3], parts[4], text};
}

bool is_in(const ArnParts& arn, const Scope& scope) {
  return arn.partition == partition_of(scope.region) && arn.region == scope.region.get() &&
         arn.account == scope.account.get();
}

std::string_view partition_of(const Region& region) {
  return find_partition(region.get()).name;
}

std::string_view dns_suffix_of(const Region& region) {
  return find_partition(region.get()).dns_suffix;
}

std::string make_arn(std::string_view service, const Scope& scope, std::string_view resource) {
  std::string arn = "arn:";
  arn.append(partition_of(scope.region)).append(":");
  arn.append(service).append(":").append(scope.region.get()).append(":");
  arn.append(scope.account.get()).append(":").append(resource);
  return arn;
}

std::string table_arn(const Scope& scope, const TableName& table) {
  return make_arn("dynamodb", scope, "table/" + table.get());
}

std::string index_arn(const Scope& scope, const TableName& table, const IndexName& index) {
  return make_arn("dynamodb", scope, "table/" + table.get() + "/index/" + index.get());
}

StreamArn stream_arn(const Scope& scope, const TableName& table, const StreamLabel& label) {
  return StreamArn(make_arn("dynamodb", scope, "table/" + table.get() + "/stream/" + label.get()));
}

std::string queue_arn(const Scope& scope, const QueueName& queue) {
  return make_arn("sqs", scope, queue.get());
}

std::string function_arn(const Scope& scope, const FunctionName& function) {
  return make_arn("lambda", scope, "function:" + function.get());
}

}  // namespace core
