#include "lambda-host/functions/session_token.h"

namespace lambda_host {
namespace {

constexpr std::string_view kPrefix = "rivulet-function/";

}  // namespace

std::string session_token(const core::FunctionName& function) {
  return std::string(kPrefix) + function.get();
}

std::optional<core::FunctionName> function_of_session(std::string_view token) {
  if (!token.starts_with(kPrefix) || token.size() == kPrefix.size()) return std::nullopt;
  return core::FunctionName(std::string(token.substr(kPrefix.size())));
}

}  // namespace lambda_host
