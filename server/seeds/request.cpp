#include "server/seeds/request.h"

#include <utility>
#include <vector>

namespace server::seeds {
namespace {

std::vector<std::pair<std::string, std::string>> form_of(const Value& body) {
  std::vector<std::pair<std::string, std::string>> form;
  for (const auto& [name, value] : body.members) form.emplace_back(name, value.text);
  return form;
}

}  // namespace

Request dynamodb(std::string_view operation, Value body) {
  return {
      Request::Kind::json, "DynamoDB_20120810." + std::string(operation), {}, {}, std::move(body)};
}

Request sqs(std::string_view operation, Value body) {
  return {Request::Kind::json, "AmazonSQS." + std::string(operation), {}, {}, std::move(body)};
}

Request logs(std::string_view operation, Value body) {
  return {Request::Kind::json, "Logs_20140328." + std::string(operation), {}, {}, std::move(body)};
}

Request sns(std::string_view action, Value form) {
  form.set("Action", std::string(action)).set("Version", "2010-03-31");
  return {Request::Kind::form, "sns", {}, {}, std::move(form)};
}

Request lambda(std::string method, std::string target, Value body) {
  return {Request::Kind::rest, "lambda", std::move(method), std::move(target), std::move(body)};
}

Request s3(std::string method, std::string target, std::string bytes) {
  return {Request::Kind::bytes, "s3", std::move(method), std::move(target),
          text_value(std::move(bytes))};
}

client::HttpQuestion question_of(const Request& request, const core::Scope& scope,
                                 const Known& known) {
  switch (request.kind) {
    case Request::Kind::json:
      return client::json_call(
          scope, request.service,
          to_json(request.is_literal ? request.body : resolved(request.body, known)));
    case Request::Kind::form:
      return client::form_call(scope, request.service, form_of(resolved(request.body, known)));
    case Request::Kind::rest: {
      const bool has_body = !request.body.is(Value::Kind::null);
      return client::rest_call(scope, request.service, request.method,
                               resolved_url(request.target, known),
                               has_body ? to_json(resolved(request.body, known)) : "");
    }
    case Request::Kind::bytes: break;
  }
  return client::rest_call(scope, request.service, request.method,
                           resolved_url(request.target, known), request.body.text);
}

}  // namespace server::seeds
