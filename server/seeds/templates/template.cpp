#include "server/seeds/templates/template.h"

#include "server/seeds/document.h"
#include "server/seeds/file_text.h"
#include "server/seeds/templates/conversions.h"
#include "server/seeds/templates/intrinsics.h"
#include "server/seeds/templates/watched_code.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace server::seeds {
namespace {

struct Conversion {
  std::string_view type;
  Convert* convert;
};
constexpr Conversion kConversions[] = {
    {"AWS::DynamoDB::Table",            convert_table              },
    {"AWS::Lambda::EventSourceMapping", convert_mapping            },
    {"AWS::Lambda::Function",           convert_function           },
    {"AWS::Lambda::LayerVersion",       convert_layer              },
    {"AWS::S3::Bucket",                 convert_bucket             },
    {"AWS::SNS::Subscription",          convert_subscription       },
    {"AWS::SNS::Topic",                 convert_topic              },
    {"AWS::SQS::Queue",                 convert_queue              },
    {"AWS::Serverless::Function",       convert_serverless_function},
    {"AWS::Serverless::LayerVersion",   convert_layer              },
    {"AWS::Serverless::SimpleTable",    convert_simple_table       },
};

// Nothing is missing without them: nobody is kept from anything here, and logs make themselves.
constexpr std::string_view kNeedless[] = {
    "AWS::CDK::Metadata",    "AWS::IAM::ManagedPolicy", "AWS::IAM::Policy",
    "AWS::IAM::Role",        "AWS::Lambda::Permission", "AWS::Logs::LogGroup",
    "AWS::S3::BucketPolicy", "AWS::SNS::TopicPolicy",   "AWS::SQS::QueuePolicy",
};

const Conversion* find_conversion(const std::string& type) {
  const auto* const found = std::find_if(std::begin(kConversions), std::end(kConversions),
                                         [&](const Conversion& each) { return each.type == type; });
  return found == std::end(kConversions) ? nullptr : found;
}

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
    SeedDraft draft;
    for (const auto& [logical_id, resource] : resources().members) {
      if (!is_wanted(logical_id, resource)) continue;
      const std::string type = resource.text_of("Type");
      if (const Conversion* const conversion = find_conversion(type)) {
        conversion->convert(evaluated(logical_id, resource), draft);
      } else if (std::find(std::begin(kNeedless), std::end(kNeedless), type) ==
                 std::end(kNeedless)) {
        draft.leave_out(fmt::format("{} ({})", logical_id, type));
      }
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

  // By name at first: any of them may speak of any other, but for its own name.
  void name_resources() {
    for (const auto& [logical_id, resource] : resources().members) {
      const std::string type = resource.text_of("Type");
      const std::string generated = generated_name(type, surroundings_.stack, logical_id);
      surroundings_.resources[logical_id] = {type, generated};
    }
    for (const auto& [logical_id, resource] : resources().members) {
      const Value& properties = member_or(resource, "Properties", kNone);
      const Value* const name = properties.find(name_property(resource.text_of("Type")));
      if (!name || !is_wanted(logical_id, resource)) continue;
      const auto value = evaluator_.evaluate(*name, place_of(logical_id, resource).path);
      if (value) surroundings_.resources[logical_id].name = value->text;
    }
  }

  Value shared_by(const std::string& type) const {
    constexpr std::string_view kServerless = "AWS::Serverless::";
    if (!type.starts_with(kServerless)) return kNone;
    const Value& globals = member_or(document_, "Globals", kNone);
    return member_or(globals, type.substr(kServerless.size()), kNone);
  }

  TemplateResource evaluated(const std::string& logical_id, const Value& resource) {
    const std::string type = resource.text_of("Type");
    const Place place = place_of(logical_id, resource);
    const Value all = merged(shared_by(type), member_or(resource, "Properties", kNone));
    auto properties = evaluator_.evaluate(all, place.path / "Properties");
    return {logical_id, type, surroundings_.resources[logical_id].name,
            std::move(properties).value_or(kNone), place};
  }

  const Value kNone = map_value({});
  Value document_;
  Surroundings surroundings_;
  Evaluator evaluator_;
};

// Those that others give their dead letters to come before them.
void sort_queues(Value& document) {
  Value* const queues = document.find("queues");
  if (!queues) return;
  std::stable_partition(queues->list.begin(), queues->list.end(), [](const Value& queue) {
    const Value* const attributes = queue.find("Attributes");
    return !attributes || !attributes->has("RedrivePolicy");
  });
}

// Relative to the template, as `sam` reads it.
SamConfig config_beside(const std::filesystem::path& file) {
  const auto path = file.parent_path() / "samconfig.toml";
  if (!std::filesystem::is_regular_file(path)) return {};
  return read_samconfig(file_text(path, kMaxDocumentBytes));
}

}  // namespace

Value seed_document_of(const Value& document, const Ground& ground,
                       const TemplateSettings& settings, LeftOut& left_out) {
  if (!document.has("Resources"))
    throw Fault({ground.file}, "it has no Resources: is it a template?");
  const SeedDraft draft = Template(document, ground, settings).draft();
  left_out.insert(left_out.end(), draft.left_out().begin(), draft.left_out().end());
  Value seed = draft.document();
  sort_queues(seed);
  return seed;
}

Seed read_template(const std::filesystem::path& file, const core::Scope& scope,
                   const Overrides& parameters, LeftOut& left_out) {
  TemplateSettings settings;
  std::string text;
  try {
    text = file_text(file, kMaxDocumentBytes);
    SamConfig config = config_beside(file);
    if (!config.stack_name.empty()) settings.stack = config.stack_name;
    settings.parameters = parameters;
    settings.parameters.merge(config.parameters);
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
