#include "server/seeds/request.h"

#include "server/protocol/url.h"

#include <algorithm>
#include <functional>

namespace server::seeds {
namespace {

// No text of a user has it: neither JSON nor YAML lets it through unescaped.
constexpr char kMark = '\x01';

using Encode = std::function<std::string(const std::string&)>;

std::string replaced(std::string_view text, const Known& known, const Encode& encode) {
  std::string result;
  while (true) {
    const auto start = text.find(kMark);
    const auto end = start == std::string_view::npos ? start : text.find(kMark, start + 1);
    result += text.substr(0, start);
    if (end == std::string_view::npos) return result;
    const std::string_view name = text.substr(start + 1, end - start - 1);
    const auto found = known.find(name);
    if (found == known.end()) throw UnknownReference(std::string(name));
    result += encode(found->second);
    text.remove_prefix(end + 1);
  }
}

Value replaced(Value value, const Known& known) {
  if (value.is(Value::Kind::text)) value.text = resolved(value.text, known);
  for (Value& each : value.list) each = replaced(std::move(each), known);
  for (auto& member : value.members) member.value = replaced(std::move(member.value), known);
  return value;
}

std::vector<std::pair<std::string, std::string>> form_of(const Value& body) {
  std::vector<std::pair<std::string, std::string>> form;
  for (const auto& [name, value] : body.members) form.emplace_back(name, value.text);
  return form;
}

}  // namespace

std::string url_part(std::string_view text, std::string_view kept) {
  std::string result;
  while (true) {
    const auto start = std::min(text.find(kMark), text.size());
    std::string plain = protocol::url_encode(text.substr(0, start), kept);
    // A blank is "+" in a query alone, and %20 everywhere. What was a "+" is none any more.
    for (auto at = plain.find('+'); at != std::string::npos; at = plain.find('+')) {
      plain.replace(at, 1, "%20");
    }
    result += plain;
    if (start == text.size()) return result;
    const auto end = std::min(text.find(kMark, start + 1), text.size() - 1);
    result += text.substr(start, end + 1 - start);
    text.remove_prefix(end + 1);
  }
}

std::string reference(std::string_view name) {
  return kMark + std::string(name) + kMark;
}

std::string resolved(std::string_view text, const Known& known) {
  return replaced(text, known, [](const std::string& value) { return value; });
}

std::string said(std::string text) {
  std::erase(text, kMark);
  return text;
}

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
  const auto target = [&] {
    return replaced(request.target, known,
                    [](const std::string& value) { return url_part(value); });
  };
  switch (request.kind) {
    case Request::Kind::json:
      return client::json_call(scope, request.service, to_json(replaced(request.body, known)));
    case Request::Kind::form:
      return client::form_call(scope, request.service, form_of(replaced(request.body, known)));
    case Request::Kind::rest: {
      const bool has_body = !request.body.is(Value::Kind::null);
      return client::rest_call(scope, request.service, request.method, target(),
                               has_body ? to_json(replaced(request.body, known)) : "");
    }
    case Request::Kind::bytes: break;
  }
  return client::rest_call(scope, request.service, request.method, target(), request.body.text);
}

}  // namespace server::seeds
