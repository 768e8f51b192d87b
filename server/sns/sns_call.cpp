#include "server/sns/sns_call.h"

#include "core/arn.h"
#include "core/base64.h"
#include "server/sns/sns_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace server::sns {
namespace {

constexpr std::size_t kPageEntries = 100;  // API reference, ListTopics

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

}  // namespace

storage::TextMap map_parameter(const protocol::QueryForm& form, std::string_view name) {
  return pairs(form, fmt::format("{}.entry", name), "key", "value");
}

storage::TextMap tags_parameter(const protocol::QueryForm& form) {
  return pairs(form, "Tags.member", "Key", "Value");
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

Page page_of(const Call& call, std::size_t count) {
  Page page;
  if (const auto token = call.form.find("NextToken"); token && !token->empty()) {
    const std::string text = core::base64_decode(*token).value_or("");
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), page.begin);
    const bool is_whole = error == std::errc() && end == text.data() + text.size();
    if (!is_whole || page.begin > count) throw invalid_parameter("NextToken");
  }
  page.end = std::min(page.begin + kPageEntries, count);
  if (page.end < count) page.next_token = core::base64_encode(std::to_string(page.end));
  return page;
}

}  // namespace server::sns
