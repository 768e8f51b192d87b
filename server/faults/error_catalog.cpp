#include "server/faults/error_catalog.h"

#include <algorithm>
#include <array>

namespace server::faults {
namespace {

constexpr std::array kServices = {
    AwsService::dynamodb, AwsService::dynamodbstreams,
    AwsService::lambda,   AwsService::logs,
    AwsService::s3,       AwsService::sns,
    AwsService::sqs,
};

const ServiceErrors& errors_of(AwsService service) {
  switch (service) {
    case AwsService::dynamodb: return dynamodb_errors();
    case AwsService::dynamodbstreams: return stream_errors();
    case AwsService::lambda: return lambda_errors();
    case AwsService::logs: return log_errors();
    case AwsService::s3: return s3_errors();
    case AwsService::sns: return sns_errors();
    case AwsService::sqs: return sqs_errors();
  }
  __builtin_unreachable();
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

// The word itself as the text has it; empty when it hasn't.
std::string_view find_word(std::string_view text, std::string_view word) {
  for (const std::string_view each : words(text)) {
    if (each == word) return each;
  }
  return {};
}

const OperationGroup* find_group(AwsService service, std::string_view operation) {
  for (const OperationGroup& group : errors_of(service).groups) {
    if (!find_word(group.operations, operation).empty()) return &group;
  }
  return nullptr;
}

bool is_called(const ErrorInfo& info, std::string_view error) {
  return info.name == error || info.xml_code() == error;
}

}  // namespace

std::string_view wire_name(AwsService service) {
  switch (service) {
    case AwsService::dynamodb: return "dynamodb";
    case AwsService::dynamodbstreams: return "dynamodbstreams";
    case AwsService::lambda: return "lambda";
    case AwsService::logs: return "logs";
    case AwsService::s3: return "s3";
    case AwsService::sns: return "sns";
    case AwsService::sqs: return "sqs";
  }
  __builtin_unreachable();
}

std::optional<AwsService> find_service(std::string_view name) {
  for (const AwsService service : kServices) {
    if (wire_name(service) == name) return service;
  }
  return std::nullopt;
}

bool has_tables(AwsService service) {
  return service == AwsService::dynamodb || service == AwsService::dynamodbstreams;
}

std::vector<AwsService> services_with(std::string_view operation) {
  std::vector<AwsService> found;
  for (const AwsService service : kServices) {
    if (find_group(service, operation)) found.push_back(service);
  }
  return found;
}

std::optional<std::string_view> find_operation_name(AwsService service,
                                                    std::string_view operation) {
  const OperationGroup* const group = find_group(service, operation);
  if (!group) return std::nullopt;
  return find_word(group->operations, operation);
}

const ErrorInfo* find_error(AwsService service, std::string_view operation,
                            std::string_view error) {
  const OperationGroup* const group = find_group(service, operation);
  if (!group) return nullptr;
  const ServiceErrors& all = errors_of(service);
  for (const ErrorInfo& info : all.common) {
    if (is_called(info, error)) return &info;
  }
  for (const ErrorInfo& info : all.errors) {
    if (is_called(info, error) && !find_word(group->errors, info.name).empty()) return &info;
  }
  return nullptr;
}

std::vector<std::string_view> errors_of(AwsService service, std::string_view operation) {
  std::vector<std::string_view> names;
  const ServiceErrors& all = errors_of(service);
  for (const auto& infos : {all.common, all.errors}) {
    for (const ErrorInfo& info : infos) {
      if (find_error(service, operation, info.name)) names.push_back(info.name);
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace server::faults
