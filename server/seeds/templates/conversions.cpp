#include "server/seeds/templates/conversions.h"

#include "server/seeds/section.h"

#include <fmt/format.h>

namespace server::seeds {

void SeedDraft::add(std::string section, Value entry) {
  if (!document_.has(section)) document_.set(section, list_value({}));
  document_.find(section)->list.push_back(std::move(entry));
}

Value SeedDraft::pick(const std::string& of, const Value& properties,
                      const KnownProperties& known) {
  Picked picked = seeds::pick(properties, known);
  for (const std::string& path : picked.left_out) leave_out(of + "." + path);
  if (!picked.needless.empty()) {
    need_not(fmt::format("{}: {}", of, fmt::join(picked.needless, ", ")));
  }
  return std::move(picked.kept);
}

Value SeedDraft::pick(const TemplateResource& resource, const KnownProperties& known) {
  Value kept = pick(resource.logical_id, resource.properties, known);
  kept.line = resource.place.line;
  return kept;
}

void SeedDraft::leave_out(const TemplateResource& resource, std::string_view why) {
  leave_out(fmt::format("{}: {}", name_and_type(resource), why));
}

std::string name_and_type(const TemplateResource& resource) {
  return fmt::format("{} ({})", resource.logical_id, resource.type);
}

std::string required_text(const TemplateResource& resource, std::string_view property) {
  if (const Value* const value = resource.properties.find(property)) require_no_fault(*value);
  return resource.properties.text_of(property);
}

void make_plain(Value& entry, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    Value* const value = entry.find(name);
    if (!value || !value->is(Value::Kind::text)) continue;
    Value plain = plain_scalar(value->text);
    plain.line = value->line;
    *value = std::move(plain);
  }
}

Value code_at(Value uri) {
  if (!uri.is(Value::Kind::map)) return uri;
  return Value().set("S3Bucket", uri.text_of("Bucket")).set("S3Key", uri.text_of("Key"));
}

Value tag_map(const Value& tags) {
  if (tags.is(Value::Kind::map)) return with_texts(tags);
  Value map = map_value({});
  for (const Value& tag : tags.list) map.set(tag.text_of("Key"), tag.text_of("Value"));
  return map;
}

Value tag_list(const Value& tags) {
  if (tags.is(Value::Kind::list)) return tags;
  Value list = list_value({});
  for (const auto& [name, value] : tags.members) {
    list.list.push_back(Value().set("Key", name).set("Value", value.text));
  }
  return list;
}

}  // namespace server::seeds
