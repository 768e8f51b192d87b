#include "server/operations/attachments/policy_target.h"

#include "core/api_error.h"
#include "core/arn.h"
#include "server/operations/tables/invalid_value.h"

#include <fmt/format.h>

namespace server::operations {
namespace {

[[noreturn]] void throw_arn(std::string_view fault, std::string_view arn) {
  core::throw_validation(fmt::format("{}{}: {}", kInvalid, fault, arn));
}

}  // namespace

PolicyTarget read_policy_target(std::string_view text, const core::Scope& scope) {
  constexpr std::string_view kTable = "table/";
  constexpr std::string_view kStream = "stream/";
  constexpr std::string_view kIndex = "index/";
  if (!text.starts_with("arn:")) throw_arn("ARNs must start with 'arn:'", text);
  const auto arn = core::parse_arn(text);
  if (!arn || arn->service != "dynamodb" || !arn->resource.starts_with(kTable)) {
    throw_arn("Provided Arn is not a DynamoDB resource arn", text);
  }
  const std::string_view path = arn->resource.substr(kTable.size());
  const std::string_view name = path.substr(0, path.find('/'));
  const std::string_view rest =
      name.size() == path.size() ? std::string_view() : path.substr(name.size() + 1);
  if (rest.starts_with(kIndex)) {
    throw_arn(
        "Invalid resource arn provided, only table or stream is accepted. Provided resource arn",
        text);
  }
  if (!rest.empty() && !rest.starts_with(kStream)) {
    throw_arn("Provided Arn is not a DynamoDB resource arn", text);
  }
  if (arn->account != scope.account.get()) {
    core::throw_validation(
        "This action is only supported by accounts that match the resource owner’s account.");
  }
  if (!core::is_in(*arn, scope)) throw_arn("Invalid resource Arn", text);
  const std::string_view label = rest.empty() ? rest : rest.substr(kStream.size());
  return {std::string(text), std::string(name), std::string(label)};
}

}  // namespace server::operations
