#include "lambda-host/mappings/failure_text.h"

#include "core/json/value.h"
#include "core/utf8.h"

#include <fmt/format.h>

#include <string_view>

namespace lambda_host {
namespace {

using core::json::Kind;

// To parse more than that for a line of text would keep the loop busy.
constexpr std::size_t kMaxParsedBytes = std::size_t{64} << 10;

std::string member(const core::json::Value& answer, std::string_view name) {
  if (!answer.is(Kind::object)) return {};
  const auto value = answer.object().find(name);
  return value && value->is(Kind::string) ? std::string(value->string()) : std::string();
}

std::string error_text(const InvocationResult& result) {
  const std::string type = result.error_type.empty() ? "Unhandled" : result.error_type;
  if (result.payload.size() > kMaxParsedBytes) return type;
  try {
    const auto answer = core::json::Document::parse(result.payload);
    const std::string message = member(answer.root(), "errorMessage");
    const std::string named = member(answer.root(), "errorType");
    const std::string& shown = named.empty() ? type : named;
    return message.empty() ? shown : shown + ": " + message;
  } catch (const core::json::ParseError&) {  // a runtime may post what it likes
    return type;
  }
}

}  // namespace

std::string failure_text(const InvocationResult& result, std::size_t delivered) {
  if (result.status == InvocationResult::Status::function_error) {
    return core::utf8_shortened(error_text(result), kMaxFailureTextBytes);
  }
  if (delivered == 0) return "the answer fails the first record or the whole batch";
  return fmt::format("the answer fails the records behind the first {}", delivered);
}

std::string final_failure_text(const InvocationResult& result) {
  if (result.status == InvocationResult::Status::ok) return "the answer has no state";
  return failure_text(result, 0);
}

}  // namespace lambda_host
