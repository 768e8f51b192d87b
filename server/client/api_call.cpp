#include "server/client/api_call.h"

#include "core/json/value.h"
#include "server/protocol/url.h"

#include <fmt/format.h>

#include <optional>

namespace server::client {
namespace {

using core::json::Kind;

constexpr const char* kJson = "application/x-amz-json-1.0";

std::string authorization(const core::Scope& scope, std::string_view service) {
  return fmt::format(
      "AWS4-HMAC-SHA256 Credential={}/20260101/{}/{}/aws4_request, SignedHeaders=host, "
      "Signature=0",
      scope.account.get(), scope.region.get(), service);
}

// A signed request has a date; which one doesn't matter either.
std::pair<std::string, std::string> date() {
  return {"X-Amz-Date", "20260101T000000Z"};
}

std::string_view service_of(std::string_view target) {
  if (target.starts_with("AmazonSQS")) return "sqs";
  return target.starts_with("Logs") ? "logs" : "dynamodb";
}

// What stands between <name> and </name>.
std::optional<std::string> element(std::string_view xml, std::string_view name) {
  const std::string open = fmt::format("<{}>", name);
  const auto start = xml.find(open);
  if (start == std::string_view::npos) return std::nullopt;
  const auto end = xml.find(fmt::format("</{}>", name), start);
  if (end == std::string_view::npos) return std::nullopt;
  return std::string(xml.substr(start + open.size(), end - start - open.size()));
}

std::string text_of(const core::json::Object& object, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const auto value = object.find(name);
    if (value && value->is(Kind::string)) return std::string(value->string());
  }
  return {};
}

// "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException" without its namespace.
std::string without_namespace(const std::string& code) {
  return code.substr(code.find('#') + 1);
}

std::optional<std::string> json_error(const std::string& body) {
  try {
    const auto document = core::json::Document::parse(body);
    if (!document.root().is(Kind::object)) return std::nullopt;
    const auto object = document.root().object();
    const std::string code = without_namespace(text_of(object, {"__type", "error"}));
    const std::string message = text_of(object, {"message", "Message"});
    if (message.empty()) return code;
    return code.empty() ? message : code + ": " + message;
  } catch (const core::json::ParseError&) {
    return std::nullopt;
  }
}

}  // namespace

HttpQuestion json_call(const core::Scope& scope, std::string_view target, std::string body) {
  return {
      "POST",
      "/",
      {{"Content-Type", kJson},
        {"X-Amz-Target", std::string(target)},
        {"Authorization", authorization(scope, service_of(target))},
        date()},
      std::move(body)
  };
}

HttpQuestion rest_call(const core::Scope& scope, std::string_view service, std::string method,
                       std::string target, std::string body) {
  return {
      std::move(method),
      std::move(target),
      {{"Authorization", authorization(scope, service)}, date()},
      std::move(body)
  };
}

HttpQuestion form_call(const core::Scope& scope, std::string_view service,
                       const std::vector<std::pair<std::string, std::string>>& form) {
  std::string body;
  for (const auto& [name, value] : form) {
    if (!body.empty()) body += '&';
    body += protocol::url_encode(name, "") + "=" + protocol::url_encode(value, "");
  }
  return {
      "POST",
      "/",
      {{"Content-Type", "application/x-www-form-urlencoded"},
        {"Authorization", authorization(scope, service)},
        date()},
      std::move(body)
  };
}

std::string error_text(const HttpAnswer& answer) {
  if (const auto code = element(answer.body, "Code")) {
    return *code + ": " + element(answer.body, "Message").value_or("");
  }
  if (auto text = json_error(answer.body); text && !text->empty()) return *std::move(text);
  return fmt::format("it answered {}", answer.status);
}

}  // namespace server::client
