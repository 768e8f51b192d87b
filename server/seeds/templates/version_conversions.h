#pragma once

#include "server/seeds/templates/conversions.h"

#include <string>

// Versions and aliases, whether a template has them as resources or as properties of a function.
namespace server::seeds {

struct Publishing {
  std::string alias;  // empty: there is none
  Value description;  // of the version; null: there is none
  Value concurrency;  // ProvisionedConcurrencyConfig of the alias, or null
};

// A version, and the alias that refers to it.
void publish(const TemplateResource& function, const Publishing& publishing, SeedDraft& draft);

// How it is invoked asynchronously: an EventInvokeConfig, of either kind of function.
void add_invoke_config(const std::string& function, const std::string& qualifier, Value config,
                       SeedDraft& draft);

}  // namespace server::seeds
