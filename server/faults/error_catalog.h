#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

// What AWS's operations may answer but 200, by the service models and "Common Error Types" of the
// API references: what a fault may ask for, and what it looks like then.
namespace server::faults {

enum class AwsService { dynamodb, dynamodbstreams, lambda, logs, s3, sns, sqs };

// As boto3 and the AWS CLI call it.
std::string_view wire_name(AwsService service);
// nullopt when Rivulet has no such service.
std::optional<AwsService> find_service(std::string_view name);

// Whether its requests are about tables, or their streams.
bool has_tables(AwsService service);

// One error of a service. All texts are literals.
struct ErrorInfo {
  std::string_view name;  // of the model: "ThrottledException"
  int status;
  std::string_view message;
  // What XML answers call it, where that isn't its name: "Throttled".
  std::string_view code = {};

  std::string_view xml_code() const { return code.empty() ? name : code; }
};

// Operations that may answer the same errors besides the common ones; both are names with blanks
// between them.
struct OperationGroup {
  std::string_view operations;
  std::string_view errors;
};

struct ServiceErrors {
  std::span<const ErrorInfo> errors;  // those that groups name
  std::span<const OperationGroup> groups;
  std::span<const ErrorInfo> common;  // what each operation may answer
};

// The services that have an operation of that name; most names are of one only.
std::vector<AwsService> services_with(std::string_view operation);
// The catalogue's own text of the operation's name; nullopt when the service has none.
std::optional<std::string_view> find_operation_name(AwsService service, std::string_view operation);

// By its name or what XML answers call it; nullptr when the operation doesn't answer that.
const ErrorInfo* find_error(AwsService service, std::string_view operation, std::string_view error);
// All that the operation may answer, in alphabetical order.
std::vector<std::string_view> errors_of(AwsService service, std::string_view operation);

// One a file: dynamodb_errors.cpp and the like.
const ServiceErrors& dynamodb_errors();
const ServiceErrors& stream_errors();
const ServiceErrors& lambda_errors();
const ServiceErrors& log_errors();
const ServiceErrors& s3_errors();
const ServiceErrors& sns_errors();
const ServiceErrors& sqs_errors();

}  // namespace server::faults
