#include "server/seeds/templates/assets.h"

namespace server::seeds {

Value with_assets(Value properties, const Value& resource) {
  const Value* const metadata = resource.find("Metadata");
  if (!metadata || !metadata->has("aws:asset:path")) return properties;
  const std::string given = metadata->text_of("aws:asset:property");
  const std::string property = given.empty() ? "Code" : given;
  if (const Value* const code = properties.find(property)) {
    Value path = *metadata->find("aws:asset:path");
    path.line = code->line;
    properties.set(property, std::move(path));
  }
  return properties;
}

}  // namespace server::seeds
