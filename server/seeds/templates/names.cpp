#include "server/seeds/templates/names.h"

#include "core/arn.h"
#include "core/ascii.h"
#include "server/seeds/request.h"
#include "server/seeds/section.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace server::seeds {
namespace {

// How a type's ARN is made: "arn:aws:SERVICE:REGION:ACCOUNT:PREFIXname".
struct KnownType {
  std::string_view type;
  std::string_view name_property;
  std::string_view service;
  std::string_view prefix;
};
constexpr KnownType kTypes[] = {
    {"AWS::DynamoDB::GlobalTable",    "TableName",    "dynamodb", "table/"    },
    {"AWS::DynamoDB::Table",          "TableName",    "dynamodb", "table/"    },
    {"AWS::Lambda::Alias",            "Name",         "lambda",   "function:" },
    {"AWS::Lambda::Function",         "FunctionName", "lambda",   "function:" },
    {"AWS::Lambda::LayerVersion",     "LayerName",    "lambda",   "layer:"    },
    {"AWS::Lambda::Version",          "",             "lambda",   "function:" },
    {"AWS::Logs::LogGroup",           "LogGroupName", "logs",     "log-group:"},
    {"AWS::S3::Bucket",               "BucketName",   "s3",       ""          },
    {"AWS::SNS::Topic",               "TopicName",    "sns",      ""          },
    {"AWS::SQS::Queue",               "QueueName",    "sqs",      ""          },
    {"AWS::Serverless::Function",     "FunctionName", "lambda",   "function:" },
    {"AWS::Serverless::LayerVersion", "LayerName",    "lambda",   "layer:"    },
    {"AWS::Serverless::SimpleTable",  "TableName",    "dynamodb", "table/"    },
};

constexpr std::string_view kVersion = "AWS::Lambda::Version";
constexpr std::string_view kAlias = "AWS::Lambda::Alias";

const KnownType* find_type(std::string_view type) {
  const auto* const found =
      std::find_if(std::begin(kTypes), std::end(kTypes),
                   [&](const KnownType& known) { return known.type == type; });
  return found == std::end(kTypes) ? nullptr : found;
}

std::string role_arn(const std::string& name, const core::Scope& scope) {
  return fmt::format("arn:{}:iam::{}:role/{}", core::partition_of(scope.region),
                     scope.account.get(), name);
}

std::string arn_of(const NamedResource& resource, const core::Scope& scope) {
  if (resource.type == "AWS::IAM::Role") return role_arn(resource.name, scope);
  const KnownType* const known = find_type(resource.type);
  if (!known) return core::make_arn("cloudformation", scope, "resource/" + resource.name);
  if (known->service == "s3") {
    return fmt::format("arn:{}:s3:::{}", core::partition_of(scope.region), resource.name);
  }
  const std::string rest = resource.type == "AWS::Logs::LogGroup" ? ":*" : "";
  return core::make_arn(known->service, scope, std::string(known->prefix) + resource.name + rest);
}

// Of a version or an alias.
std::string qualified_arn(const NamedResource& resource, const core::Scope& scope) {
  const std::string qualifier =
      resource.type == kAlias ? resource.name : reference(number_of_version(resource.function));
  return core::function_arn(scope, core::FunctionName(resource.function)) + ":" + qualifier;
}

// What a bucket is reached by, in all regions or its own (AWS::S3::Bucket, return values).
std::optional<std::string> bucket_attribute(const std::string& bucket, std::string_view attribute,
                                            const core::Region& region) {
  const std::string suffix(core::dns_suffix_of(region));
  if (attribute == "DomainName") return fmt::format("{}.s3.{}", bucket, suffix);
  if (attribute != "RegionalDomainName") return std::nullopt;
  return fmt::format("{}.s3.{}.{}", bucket, region.get(), suffix);
}

}  // namespace

std::string_view name_property(std::string_view type) {
  const KnownType* const known = find_type(type);
  return known ? known->name_property : std::string_view();
}

std::string plain_function_name(std::string_view function) {
  constexpr std::string_view kPrefix = ":function:";
  const auto prefix = function.find(kPrefix);
  if (prefix != std::string_view::npos) function.remove_prefix(prefix + kPrefix.size());
  return std::string(function.substr(0, function.find(':')));
}

std::string generated_name(std::string_view type, const std::string& stack,
                           const std::string& logical_id) {
  if (type.ends_with("::LayerVersion")) return logical_id;
  std::string name = stack + "-" + logical_id;
  if (type == "AWS::S3::Bucket") {
    std::transform(name.begin(), name.end(), name.begin(), core::lower_case);
  }
  return name;
}

std::string ref_of(const NamedResource& resource, const core::Scope& scope) {
  if (!resource.function.empty()) return qualified_arn(resource, scope);
  if (resource.type == "AWS::SQS::Queue" && !resource.is_left_out) {
    return reference(url_of_queue(resource.name));
  }
  if (resource.type == "AWS::SNS::Topic") return arn_of(resource, scope);
  if (resource.type.ends_with("::LayerVersion")) return reference(layer_arn_of(resource.name));
  return resource.name;
}

std::optional<std::string> attribute_of(const NamedResource& resource, std::string_view attribute,
                                        const core::Scope& scope) {
  if (attribute == "AliasArn" || attribute == "FunctionArn") return ref_of(resource, scope);
  if (attribute == "Version" && resource.type == kVersion) {
    return reference(number_of_version(resource.function));
  }
  if (attribute == "Arn" || attribute == "TopicArn") return arn_of(resource, scope);
  if (attribute == "StreamArn") return reference(stream_of(resource.name));
  if (attribute == "QueueUrl") return ref_of(resource, scope);
  if (attribute == name_property(resource.type)) return resource.name;
  if (resource.type == "AWS::S3::Bucket") {
    return bucket_attribute(resource.name, attribute, scope.region);
  }
  if (find_type(resource.type)) return std::nullopt;
  return fmt::format("{}.{}", resource.name, attribute);
}

}  // namespace server::seeds
