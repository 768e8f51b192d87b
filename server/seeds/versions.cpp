#include "server/seeds/section.h"

#include <fmt/format.h>

#include <algorithm>

// What functions are called by: versions and aliases, and how they are called asynchronously.
namespace server::seeds {
namespace {

constexpr std::string_view kOfFunctions = "/2015-03-31/functions/";

std::string path_of(const std::string& function, std::string_view what) {
  return fmt::format("{}{}/{}", kOfFunctions, url_part(function), what);
}

std::string qualified(std::string_view path, const std::string& qualifier) {
  return fmt::format("{}?Qualifier={}", path, url_part(qualifier));
}

Value some_of(const Entry& entry, std::initializer_list<const char*> names) {
  Value body = map_value({});
  for (const char* name : names) {
    if (const Value* const value = entry.value.find(name)) body.set(name, *value);
  }
  return body;
}

// Processes that are kept ready for a version or an alias.
std::vector<Request> provision(const Entry& entry, const std::string& function,
                               const std::string& qualifier) {
  const Value* const config = entry.value.find("ProvisionedConcurrencyConfig");
  if (!config) return {};
  const std::string path =
      "/2019-09-30/functions/" + url_part(function) + "/provisioned-concurrency";
  return {lambda("PUT", qualified(path, qualifier), *config)};
}

}  // namespace

void add_version(const Entry& entry, Resources& resources) {
  constexpr std::string_view kMembers[] = {"FunctionName", "Description",
                                           "ProvisionedConcurrencyConfig"};
  entry.refuse_unknown(kMembers);
  const std::string function = entry.require_text("FunctionName");
  const std::string number = reference(number_of_version(function));
  // The oldest is the seed's own: what was published after it is the user's.
  const Where first = {"Versions", "1"};

  Resource resource;
  resource.what = "version of function " + function;
  resource.place = entry.place();
  resource.needs = {"function " + function};
  resource.look = lambda("GET", path_of(function, "versions"));
  resource.found_at = first;
  resource.wanted = some_of(entry, {"Description"});
  resource.make = lambda("POST", path_of(function, "versions"), some_of(entry, {"Description"}));
  resource.after = provision(entry, function, number);
  resource.undo = {
      lambda("DELETE", qualified(fmt::format("{}{}", kOfFunctions, url_part(function)), number))};
  resource.outputs = {
      {number_of_version(function), {"Versions", "1", "Version"}}
  };
  resources.push_back(std::move(resource));
}

void add_alias(const Entry& entry, Resources& resources) {
  constexpr std::string_view kMembers[] = {"FunctionName",    "Name",
                                           "FunctionVersion", "Description",
                                           "RoutingConfig",   "ProvisionedConcurrencyConfig"};
  entry.refuse_unknown(kMembers);
  const std::string function = entry.require_text("FunctionName");
  const std::string name = entry.require_text("Name");
  Value body = some_of(entry, {"Name", "FunctionVersion", "Description", "RoutingConfig"});
  if (!body.has("FunctionVersion")) {
    body.set("FunctionVersion", reference(number_of_version(function)));
  }
  const std::string path = path_of(function, "aliases/" + url_part(name));

  Resource resource;
  resource.what = fmt::format("alias {} of function {}", name, function);
  resource.place = entry.place();
  resource.look = lambda("GET", path);
  // Which version it is of is what an alias is there to change.
  resource.wanted = some_of(entry, {"Name", "Description"});
  resource.make = lambda("POST", path_of(function, "aliases"), std::move(body));
  resource.after = provision(entry, function, name);
  resource.undo = {lambda("DELETE", path)};
  resources.push_back(std::move(resource));
}

void add_event_invoke_config(const Entry& entry, Resources& resources) {
  constexpr std::string_view kMembers[] = {"FunctionName", "Qualifier", "MaximumRetryAttempts",
                                           "MaximumEventAgeInSeconds", "DestinationConfig"};
  entry.refuse_unknown(kMembers);
  const std::string function = entry.require_text("FunctionName");
  const std::string given = entry.value.text_of("Qualifier");
  const std::string qualifier = given.empty() ? "$LATEST" : given;
  const std::string path =
      qualified("/2019-09-25/functions/" + url_part(function) + "/event-invoke-config", qualifier);
  Value body =
      some_of(entry, {"MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig"});

  Resource resource;
  resource.what = fmt::format("asynchronous invocation of {}:{}", function, said(qualifier));
  resource.place = entry.place();
  resource.look = lambda("GET", path);
  resource.wanted = body;
  resource.make = lambda("PUT", path, std::move(body));
  resource.undo = {lambda("DELETE", path)};
  resources.push_back(std::move(resource));
}

}  // namespace server::seeds
