#include "server/protocol/media_type.h"

namespace server::protocol {
namespace {

constexpr std::string_view kPlain = "application/json";
constexpr std::string_view kVersion10 = "application/x-amz-json-1.0";
constexpr std::string_view kVersion11 = "application/x-amz-json-1.1";

std::string_view without_parameters(std::string_view type) {
  type = type.substr(0, type.find(';'));
  while (type.starts_with(' ')) type.remove_prefix(1);
  while (type.ends_with(' ')) type.remove_suffix(1);
  return type;
}

}  // namespace

std::optional<std::string_view> answer_media_type(std::string_view content_type, bool has_body,
                                                  Service service) {
  const std::string_view type = without_parameters(content_type);
  if (type == kVersion10) return kVersion10;
  // DynamoDB speaks version 1.0 of the protocol only, CloudWatch Logs 1.1.
  if (type == kVersion11 && service == Service::logs) return kVersion11;
  if (type == kPlain || !has_body) return kPlain;
  return std::nullopt;
}

}  // namespace server::protocol
