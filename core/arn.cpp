#include "core/arn.h"

namespace core {

std::optional<ArnParts> parse_arn(std::string_view text) {
  std::string_view parts[5];
  for (std::string_view& part : parts) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    part = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  if (parts[0] != "arn") return std::nullopt;
  return ArnParts{parts[1], parts[2], parts[3], parts[4], text};
}

std::string make_arn(std::string_view service, const Scope& scope, std::string_view resource) {
  std::string arn = "arn:aws:";
  arn.append(service).append(":").append(scope.region.get()).append(":");
  arn.append(scope.account.get()).append(":").append(resource);
  return arn;
}

std::string table_arn(const Scope& scope, const TableName& table) {
  return make_arn("dynamodb", scope, "table/" + table.get());
}

std::string index_arn(const Scope& scope, const TableName& table, const IndexName& index) {
  return make_arn("dynamodb", scope, "table/" + table.get() + "/index/" + index.get());
}

StreamArn stream_arn(const Scope& scope, const TableName& table, const StreamLabel& label) {
  return StreamArn(make_arn("dynamodb", scope, "table/" + table.get() + "/stream/" + label.get()));
}

std::string function_arn(const Scope& scope, const FunctionName& function) {
  return make_arn("lambda", scope, "function:" + function.get());
}

}  // namespace core
