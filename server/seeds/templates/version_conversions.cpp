#include "server/seeds/templates/version_conversions.h"

#include <optional>

namespace server::seeds {
namespace {

constexpr std::string_view kConcurrency = "ProvisionedConcurrencyConfig";

void make_concurrency_plain(Value& entry) {
  if (Value* const config = entry.find(kConcurrency)) {
    make_plain(*config, {"ProvisionedConcurrentExecutions"});
  }
}

// The entry of what belongs to a function, which it names; nullopt where the function is left out.
std::optional<Value> entry_of(const TemplateResource& resource, const KnownProperties& known,
                              SeedDraft& draft) {
  const std::string function = plain_function_name(required_text(resource, "FunctionName"));
  if (draft.lacks(function)) {
    draft.leave_out(resource, "its function is left out");
    return std::nullopt;
  }
  Value entry = draft.pick(resource, known);
  make_concurrency_plain(entry);
  return entry.set("FunctionName", function);
}

}  // namespace

void publish(const TemplateResource& function, const Publishing& publishing, SeedDraft& draft) {
  Value version;
  version.line = function.place.line;
  version.set("FunctionName", function.name);
  Value alias = version;
  alias.set("Name", publishing.alias);
  if (publishing.description.is_scalar()) version.set("Description", publishing.description);
  if (!publishing.concurrency.is(Value::Kind::null)) {
    alias.set(std::string(kConcurrency), publishing.concurrency);
    make_concurrency_plain(alias);
  }
  draft.add("versions", std::move(version));
  draft.add("aliases", std::move(alias));
}

void add_invoke_config(const std::string& function, const std::string& qualifier, Value config,
                       SeedDraft& draft) {
  make_plain(config, {"MaximumEventAgeInSeconds", "MaximumRetryAttempts"});
  if (Value* const destinations = config.find("DestinationConfig")) {
    for (auto& destination : destinations->members) destination.value.erase("Type");
  }
  config.set("FunctionName", function).set("Qualifier", qualifier);
  draft.add("event_invoke_configs", std::move(config));
}

void convert_version(const TemplateResource& resource, SeedDraft& draft) {
  constexpr std::string_view kUsed[] = {
      "FunctionName", "Description",
      "ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions"};
  constexpr std::string_view kNeedless[] = {"CodeSha256", "Description", "RuntimePolicy"};
  if (auto entry = entry_of(resource, {kUsed, kNeedless}, draft)) {
    draft.add("versions", *std::move(entry));
  }
}

void convert_alias(const TemplateResource& resource, SeedDraft& draft) {
  constexpr std::string_view kUsed[] = {
      "FunctionName", "FunctionVersion", "Name", "Description",
      "ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions"};
  if (auto entry = entry_of(resource, {kUsed}, draft)) draft.add("aliases", *std::move(entry));
}

void convert_event_invoke_config(const TemplateResource& resource, SeedDraft& draft) {
  constexpr std::string_view kUsed[] = {"FunctionName",
                                        "Qualifier",
                                        "MaximumEventAgeInSeconds",
                                        "MaximumRetryAttempts",
                                        "DestinationConfig.OnSuccess.Destination",
                                        "DestinationConfig.OnFailure.Destination"};
  auto entry = entry_of(resource, {kUsed}, draft);
  if (!entry) return;
  const std::string function = entry->text_of("FunctionName");
  const std::string qualifier = entry->text_of("Qualifier");
  add_invoke_config(function, qualifier, *std::move(entry), draft);
}

}  // namespace server::seeds
