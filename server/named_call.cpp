#include "server/named_call.h"

#include "core/json/value.h"
#include "core/limits.h"
#include "server/lambda_api/lambda_api.h"
#include "server/lambda_api/routes.h"
#include "server/protocol/content_coding.h"
#include "server/protocol/query_form.h"
#include "server/protocol/url.h"
#include "server/query_api.h"
#include "server/resource_names.h"
#include "server/s3/address.h"
#include "server/s3/routes.h"
#include "server/s3/s3_api.h"
#include "server/sns/sns_api.h"

#include <utility>

namespace server {
namespace {

using faults::AwsService;

constexpr std::pair<std::string_view, AwsService> kTargets[] = {
    {"DynamoDB_20120810",        AwsService::dynamodb       },
    {"DynamoDBStreams_20120810", AwsService::dynamodbstreams},
    {"Logs_20140328",            AwsService::logs           },
    {"AmazonSQS",                AwsService::sqs            },
};

std::optional<NamedCall> name_target(std::string_view target) {
  const auto dot = target.find('.');
  for (const auto& [prefix, service] : kTargets) {
    if (target.substr(0, dot) != prefix || dot == std::string_view::npos) continue;
    return NamedCall{service, std::string(target.substr(dot + 1))};
  }
  return std::nullopt;
}

s3::Address address_in(const core::HttpRequest& request) {
  return s3::address_of(request.headers.find("Host").value_or(""), request.target);
}

std::optional<NamedCall> name_s3(const core::HttpRequest& request) {
  const auto* const route = s3::find_route(request, address_in(request));
  if (!route) return std::nullopt;
  return NamedCall{AwsService::s3, std::string(route->operation)};
}

std::optional<NamedCall> name_lambda(const core::HttpRequest& request) {
  const auto match = lambda_api::find_route(request.method, request.target);
  if (!match) return std::nullopt;
  return NamedCall{AwsService::lambda, std::string(match->route->operation)};
}

NamedCall name_action(AwsService service, const core::HttpRequest& request) {
  return {service, protocol::find_query_parameter(request, "Action").value_or(""), true};
}

NamedResources in_json(const core::HttpRequest& request) {
  const auto coding = protocol::find_coding(request.headers.find("Content-Encoding").value_or(""));
  if (!coding) return {};
  auto body = protocol::decode(request.body, *coding, core::limits::kMaxRequestBytes);
  try {
    const auto document = core::json::Document::parse(std::move(body.bytes));
    if (!document.root().is(core::json::Kind::object)) return {};
    return {resources_in(document.root().object()), actions_in(document.root().object())};
  } catch (const core::json::ParseError&) {
    return {};
  }
}

NamedResources in_form(const core::HttpRequest& request) {
  NamedResources found;
  for (const std::string_view parameter : {"QueueUrl", "QueueName", "TopicArn", "TargetArn", "Name",
                                           "ResourceArn", "SubscriptionArn"}) {
    const auto value = protocol::find_query_parameter(request, parameter);
    if (value) found.names.push_back(resource_name(*value));
  }
  const std::string_view path = protocol::path_of(request.target);
  if (path.size() > 1) found.names.emplace_back(path.substr(path.rfind('/') + 1));
  return found;
}

// Its path names a function, a layer or a mapping; where it is made, only the body does.
NamedResources in_lambda(const core::HttpRequest& request) {
  const auto match = lambda_api::find_route(request.method, request.target);
  NamedResources found;
  if (match && !match->parameters.empty()) {
    found.names.push_back(resource_name(protocol::url_decode(match->parameters.front(), false)));
  } else if (const auto name = protocol::query_parameter(request.target, "FunctionName")) {
    found.names.push_back(resource_name(*name));
  } else {
    found = in_json(request);
  }
  return found;
}

}  // namespace

std::optional<NamedCall> name_call(const core::HttpRequest& request) {
  if (s3::serves(request)) return name_s3(request);
  if (sns::serves(request)) return name_action(AwsService::sns, request);
  const std::string_view path = protocol::path_of(request.target);
  if (lambda_api::serves(path)) return name_lambda(request);
  if (const auto target = request.headers.find("X-Amz-Target")) {
    return request.method == "POST" ? name_target(*target) : std::nullopt;
  }
  if (speaks_sqs_query(request)) return name_action(AwsService::sqs, request);
  return std::nullopt;
}

NamedResources name_resources(const NamedCall& call, const core::HttpRequest& request) {
  switch (call.service) {
    case AwsService::lambda: return in_lambda(request);
    case AwsService::s3: return {{address_in(request).bucket}, 0};
    case AwsService::sns: return in_form(request);
    case AwsService::sqs:
      if (call.as_query) return in_form(request);
      [[fallthrough]];
    default: return in_json(request);
  }
}

}  // namespace server
