#include "server/seeds/templates/template.h"

#include "server/seeds/document.h"
#include "server/seeds/file_text.h"
#include "server/seeds/templates/assets.h"
#include "server/seeds/templates/intrinsics.h"
#include "server/seeds/templates/resource_types.h"
#include "server/seeds/templates/sam_resources.h"
#include "server/seeds/templates/samconfig.h"
#include "server/seeds/templates/watched_code.h"

#include <fmt/format.h>

#include <algorithm>

namespace server::seeds {
namespace {

// What a resource may have beside its type (CloudFormation's user guide, "Resource attribute
// reference", and SAM's).
constexpr std::string_view kResourceAttributes[] = {
    "Type",           "Properties",   "Condition",           "Connectors",
    "CreationPolicy", "DependsOn",    "DeletionPolicy",      "IgnoreGlobals",
    "Metadata",       "UpdatePolicy", "UpdateReplacePolicy",
};

// What all resources of a type share lies below what one says itself: maps are merged, lists are
// added to (SAM specification, Globals).
Value merged(const Value& shared, const Value& own) {
  if (shared.is(Value::Kind::list) && own.is(Value::Kind::list)) {
    Value list = shared;
    list.list.insert(list.list.end(), own.list.begin(), own.list.end());
    return list;
  }
  if (!shared.is(Value::Kind::map) || !own.is(Value::Kind::map)) return own;
  Value map = shared;
  for (const auto& [name, value] : own.members) {
    const Value* const below = shared.find(name);
    map.set(name, below ? merged(*below, value) : value);
  }
  return map;
}

const Value& member_or(const Value& value, std::string_view name, const Value& otherwise) {
  const Value* const found = value.find(name);
  return found ? *found : otherwise;
}

class Template {
 public:
  Template(const Value& document, const Ground& ground, const TemplateSettings& settings)
      : document_(long_form(document)),
        surroundings_{ground.file,
                      settings.stack,
                      ground.scope,
                      parameter_values(document_, settings.parameters, ground.file),
                      member_or(document_, "Mappings", kNone),
                      member_or(document_, "Conditions", kNone)},
        evaluator_(surroundings_) {}

  SeedDraft draft() {
    name_resources();
    SeedDraft draft(surroundings_.scope);
    for (const auto& [logical_id, named] : surroundings_.resources) {
      if (!named.is_left_out) continue;
      draft.lack(named.name);
      draft.lack(attribute_of(named, "Arn", surroundings_.scope).value_or(""));
    }
    for (const auto& [logical_id, resource] : resources().members) {
      if (is_wanted(logical_id, resource)) convert(logical_id, resource, draft);
    }
    return draft;
  }

 private:
  const Value& resources() const { return member_or(document_, "Resources", kNone); }

  Place place_of(const std::string& logical_id, const Value& resource) const {
    return {surroundings_.file, resource.line, Path("Resources") / logical_id};
  }

  bool is_wanted(const std::string& logical_id, const Value& resource) {
    const std::string condition = resource.text_of("Condition");
    return condition.empty() || evaluator_.holds(condition, Path("Resources") / logical_id);
  }

  void convert(const std::string& logical_id, const Value& resource, SeedDraft& draft) {
    const std::string type = resource.text_of("Type");
    const std::string listed = fmt::format("{} ({})", logical_id, type);
    if (Convert* const conversion = find_conversion(type)) {
      static_cast<void>(draft.pick(logical_id, resource, {kResourceAttributes}));
      conversion(evaluated(logical_id, resource), draft);
    } else if (is_needless(type)) {
      draft.need_not(listed);
    } else {
      draft.leave_out(listed);
    }
  }

  // First by what needs nothing, then by their own names: any of them may speak of any other.
  // Versions and aliases come last, which are called by their functions' names.
  void name_resources() {
    for (const auto& [logical_id, resource] : resources().members) {
      const std::string type = resource.text_of("Type");
      const std::string generated = generated_name(type, surroundings_.stack, logical_id);
      surroundings_.resources[logical_id] = {type, generated};
    }
    for (const auto& [logical_id, resource] : resources().members) {
      name_generated_resources(logical_id, resource, surroundings_.stack, surroundings_.resources);
    }
    for (const auto& [logical_id, resource] : resources().members) {
      if (is_wanted(logical_id, resource)) name_resource(logical_id, resource);
    }
    for (const auto& [logical_id, resource] : resources().members) {
      if (is_wanted(logical_id, resource)) name_versions(logical_id, resource);
    }
  }

  void name_resource(const std::string& logical_id, const Value& resource) {
    NamedResource& named = surroundings_.resources[logical_id];
    if (!find_conversion(named.type)) return;
    const std::string name = property(logical_id, resource, name_property(named.type));
    if (!name.empty()) named.name = name;
    named.is_left_out = property(logical_id, resource, "FifoQueue") == "true" ||
                        property(logical_id, resource, "FifoTopic") == "true" ||
                        property(logical_id, resource, "PackageType") == "Image";
  }

  // A function that SAM publishes has two resources more (SAM, generated resources), which may also
  // be called Function.Alias and Function.Version.
  void name_versions(const std::string& logical_id, const Value& resource) {
    NamedResources& named = surroundings_.resources;
    const std::string type = resource.text_of("Type");
    if (!find_conversion(type)) return;
    if (type == "AWS::Lambda::Version" || type == "AWS::Lambda::Alias") {
      named[logical_id].function =
          plain_function_name(property(logical_id, resource, "FunctionName"));
    }
    const std::string alias = property(logical_id, resource, "AutoPublishAlias");
    if (alias.empty()) return;
    const NamedResource published{"AWS::Lambda::Alias", alias, named[logical_id].name};
    named[logical_id + "Alias" + alias] = published;
    named[logical_id + ".Alias"] = published;
    named[logical_id + ".Version"] = {"AWS::Lambda::Version", "", published.function};
  }

  // The text of one property, evaluated before all the others; "" for none.
  std::string property(const std::string& logical_id, const Value& resource,
                       std::string_view name) {
    const Value properties = own_and_shared(resource);
    const Value* const given = properties.find(name);
    if (!given) return {};
    const auto value = evaluator_.evaluate(*given, place_of(logical_id, resource).path);
    return value ? value->text : std::string();
  }

  Value shared_by(const std::string& type) const {
    constexpr std::string_view kServerless = "AWS::Serverless::";
    if (!type.starts_with(kServerless)) return kNone;
    const Value& globals = member_or(document_, "Globals", kNone);
    return member_or(globals, type.substr(kServerless.size()), kNone);
  }

  Value own_and_shared(const Value& resource) const {
    return merged(shared_by(resource.text_of("Type")), member_or(resource, "Properties", kNone));
  }

  TemplateResource evaluated(const std::string& logical_id, const Value& resource) {
    const std::string type = resource.text_of("Type");
    const Place place = place_of(logical_id, resource);
    auto properties = evaluator_.evaluate(own_and_shared(resource), place.path / "Properties",
                                          Evaluator::Faults::kept);
    return {logical_id, type, surroundings_.resources[logical_id].name,
            with_assets(std::move(properties).value_or(kNone), resource), place};
  }

  const Value kNone = map_value({});
  Value document_;
  Surroundings surroundings_;
  Evaluator evaluator_;
};

}  // namespace

Value seed_document_of(const Value& document, const Ground& ground,
                       const TemplateSettings& settings, LeftOut& left_out) {
  if (!document.has("Resources"))
    throw Fault({ground.file}, "it has no Resources: is it a template?");
  const SeedDraft draft = Template(document, ground, settings).draft();
  left_out = draft.left_out();
  return draft.document();
}

Seed read_template(const std::filesystem::path& file, const core::Scope& scope,
                   const Overrides& parameters, LeftOut& left_out) {
  TemplateSettings settings;
  std::string text;
  try {
    text = file_text(file, kMaxDocumentBytes);
    SamConfig config = samconfig_in(file.parent_path());
    if (!config.stack_name.empty()) settings.stack = config.stack_name;
    settings.parameters = parameters;
    settings.parameters.merge(config.parameters);
  } catch (const Fault&) {
    throw;
  } catch (const std::exception& error) {
    throw Fault({file.string()}, error.what());
  }
  const Ground ground{file.string(), file.parent_path(), scope};
  const Value document = read_document(file.string(), std::move(text));
  Value seed = seed_document_of(document, ground, settings, left_out);
  watch_folders(seed, ground.folder);
  return resources_of(seed, ground);
}

}  // namespace server::seeds
