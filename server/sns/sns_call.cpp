#include "server/sns/sns_call.h"

#include "core/arn.h"
#include "core/limits.h"
#include "core/utf16.h"
#include "server/sns/sns_error.h"

#include <fmt/format.h>

#include <algorithm>

namespace server::sns {
namespace {

storage::TextMap pairs(const protocol::QueryForm& form, std::string_view list, std::string_view key,
                       std::string_view value) {
  storage::TextMap map;
  for (const std::size_t number : form.numbers_below(list)) {
    const std::string entry = fmt::format("{}.{}.", list, number);
    const auto name = form.find(entry + std::string(key));
    if (!name) throw invalid_parameter(std::string(list));
    const auto [place, is_new] = map.try_emplace(std::string(*name));
    if (!is_new && list.starts_with("Tags")) {
      throw invalid_parameter("Duplicated keys are not allowed.");
    }
    place->second = form.find(entry + std::string(value)).value_or("");
  }
  return map;
}

void check_lengths(const storage::TextMap& tags) {
  namespace limits = core::limits;
  for (const auto& [key, value] : tags) {
    if (core::utf16_length(key) <= limits::kMaxTagKeyLength &&
        core::utf16_length(value) <= limits::kMaxTagValueLength) {
      continue;
    }
    throw invalid_parameter(
        fmt::format("Tags Reason: A tag has a key of up to {} and a value of up to {} characters",
                    limits::kMaxTagKeyLength, limits::kMaxTagValueLength));
  }
}

}  // namespace

storage::TextMap map_parameter(const protocol::QueryForm& form, std::string_view name) {
  return pairs(form, fmt::format("{}.entry", name), "key", "value");
}

storage::TextMap tags_parameter(const protocol::QueryForm& form) {
  storage::TextMap tags = pairs(form, "Tags.member", "Key", "Value");
  check_lengths(tags);
  return tags;
}

void write_map(protocol::XmlWriter& xml, const storage::TextMap& map) {
  xml.open("Attributes");
  for (const auto& [key, value] : map) {
    xml.open("entry").element("key", key).element("value", value).close();
  }
  xml.close();
}

const Topic& require_topic(const Call& call, std::string_view parameter) {
  const std::string text = call.text(parameter);
  const auto arn = core::parse_arn(text);
  if (!arn) {
    throw invalid_parameter(fmt::format("{} Reason: An ARN must have at least 6 elements, not {}",
                                        parameter, std::count(text.begin(), text.end(), ':') + 1));
  }
  if (arn->service != "sns" || arn->region != call.scope.region.get()) {
    throw invalid_parameter(std::string(parameter));
  }
  const Topic* const topic =
      core::is_in(*arn, call.scope) ? call.topics.find_topic(call.scope, arn->resource) : nullptr;
  if (!topic) throw no_topic();
  return *topic;
}

std::string page_position(const Call& call) {
  const auto token = call.form.find("NextToken");
  if (!token || token->empty()) return "";
  std::string arn = core::base64_decode(*token).value_or("");
  if (!core::parse_arn(arn)) throw invalid_parameter("NextToken");
  return arn;
}

}  // namespace server::sns
