#include "server/seeds/templates/conversions.h"

namespace server::seeds {

// Of both kinds: a path, or what lies in a bucket.
void convert_layer(const TemplateResource& resource, SeedDraft& draft) {
  constexpr std::string_view kUsed[] = {
      "LayerName",         "Description",      "CompatibleRuntimes",
      "LicenseInfo",       "Content.S3Bucket", "Content.S3Key",
      "ContentUri.Bucket", "ContentUri.Key",   "CompatibleArchitectures"};
  constexpr std::string_view kNeedless[] = {"RetentionPolicy", "PublishLambdaVersion"};
  Value layer = draft.pick(resource, {kUsed, kNeedless});
  layer.set("LayerName", resource.name);
  if (layer.has("ContentUri")) layer.set("Content", code_at(take(layer, "ContentUri")));
  draft.add("layers", std::move(layer));
}

}  // namespace server::seeds
