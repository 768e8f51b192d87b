#include "server/lambda_api/taggable_resource.h"

#include "core/arn.h"
#include "lambda-host/constraints.h"
#include "lambda-host/functions/function.h"
#include "lambda-host/functions/function_name_pattern.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace server::lambda_api {
namespace {

// The model's TaggableResource, as AWS's answers have it (recorded in November 2025).
constexpr std::string_view kPattern =
    R"(arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:(function:[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?|layer:([a-zA-Z0-9-_]+)|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|capacity-provider:[a-zA-Z0-9-_]+))";

bool is_code_signing_id(std::string_view text) {
  constexpr std::string_view kPrefix = "csc-";
  return text.starts_with(kPrefix) && text.size() == kPrefix.size() + 17 &&
         std::all_of(text.begin() + kPrefix.size(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

bool is_uuid(std::string_view text) {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  return text.size() == kForm.size() &&
         std::equal(kForm.begin(), kForm.end(), text.begin(), [](char form, char c) {
           if (form == '-') return c == '-';
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
         });
}

bool is_function(std::string_view text) {
  const auto colon = text.find(':');
  if (!lambda_host::is_plain_name(text.substr(0, colon))) return false;
  if (colon == std::string_view::npos) return true;
  const std::string_view qualifier = text.substr(colon + 1);
  return qualifier == lambda_host::kLatestVersion || lambda_host::is_plain_name(qualifier);
}

struct Form {
  TaggableKind kind;
  std::string_view prefix;
  bool (*accepts)(std::string_view id);
};
constexpr Form kForms[] = {
    {TaggableKind::function,             "function:",             is_function               },
    {TaggableKind::layer,                "layer:",                lambda_host::is_plain_name},
    {TaggableKind::code_signing_config,  "code-signing-config:",  is_code_signing_id        },
    {TaggableKind::event_source_mapping, "event-source-mapping:", is_uuid                   },
    {TaggableKind::capacity_provider,    "capacity-provider:",    lambda_host::is_plain_name},
};

std::optional<TaggableKind> find_kind(std::string_view text, std::string_view own_region) {
  const auto arn = core::parse_arn(text);
  if (!arn || !arn->partition.starts_with("aws") || arn->service != "lambda") return std::nullopt;
  if (!lambda_host::is_account_id(arn->account)) return std::nullopt;
  if (!lambda_host::is_region_name(arn->region) && arn->region != own_region) return std::nullopt;
  for (const Form& form : kForms) {
    if (!arn->resource.starts_with(form.prefix)) continue;
    if (form.accepts(arn->resource.substr(form.prefix.size()))) return form.kind;
  }
  return std::nullopt;
}

}  // namespace

TaggableKind require_taggable(std::string_view arn, std::string_view own_region) {
  if (const auto kind = find_kind(arn, own_region)) return *kind;
  lambda_host::Constraints constraints;
  constraints.violated(arn, "resource",
                       fmt::format("satisfy regular expression pattern: {}", kPattern));
  constraints.require_none();
  __builtin_unreachable();
}

}  // namespace server::lambda_api
