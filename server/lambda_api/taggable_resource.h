#pragma once

#include <string_view>

namespace server::lambda_api {

// What Lambda's tag operations are about.
enum class TaggableKind {
  function,
  layer,
  code_signing_config,
  event_source_mapping,
  capacity_provider,
};

// The kind of resource that an ARN names. Throws ApiError(validation) for a text that isn't the ARN
// of any; `own_region` is taken for a region whatever its form.
TaggableKind require_taggable(std::string_view arn, std::string_view own_region);

}  // namespace server::lambda_api
