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
  const Value uri = take(layer, "ContentUri");
  if (uri.is(Value::Kind::map)) {
    layer.set("Content",
              Value().set("S3Bucket", uri.text_of("Bucket")).set("S3Key", uri.text_of("Key")));
  } else if (uri.is_scalar()) {
    layer.set("Content", uri);
  }
  draft.add("layers", std::move(layer));
}

}  // namespace server::seeds
