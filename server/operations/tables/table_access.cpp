#include "server/operations/tables/table_access.h"

#include "core/api_error.h"
#include "core/arn.h"
#include "core/item_size.h"
#include "core/limits.h"
#include "storage/catalog.h"

#include <fmt/format.h>

#include <optional>

namespace server::operations {
namespace {

void check_size(const core::AttributeValue& value, bool partition) {
  const std::size_t size_bytes = core::attribute_value_size_bytes(value);
  // The missing blank is AWS's own.
  if (partition && size_bytes > core::limits::kMaxPartitionKeyBytes) {
    core::throw_validation(
        "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size "
        "limit of2048 bytes");
  }
  if (!partition && size_bytes > core::limits::kMaxSortKeyBytes) {
    core::throw_validation(
        "One or more parameter values were invalid: Aggregated size of all range keys has exceeded "
        "the size limit of 1024 bytes");
  }
}

template <class Visit>
void for_each_attribute(const core::KeySchema& schema, Visit visit) {
  for (const auto& attribute : schema.partition) visit(attribute, true);
  for (const auto& attribute : schema.sort) visit(attribute, false);
}

[[noreturn]] void throw_empty_key(const core::AttributeDefinition& attribute,
                                  const core::AttributeValue& value) {
  core::throw_validation(fmt::format(
      "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
      "contain an empty {} value. Key: {}",
      value.type() == core::AttributeType::s ? "string" : "binary", attribute.name));
}

constexpr std::string_view kTablePrefix = "table/";

// nullopt for a name, and for what is no table's ARN.
std::optional<core::ArnParts> parse_table_arn(std::string_view name_or_arn) {
  if (!name_or_arn.starts_with("arn:")) return std::nullopt;
  const auto arn = core::parse_arn(name_or_arn);
  return arn && arn->resource.starts_with(kTablePrefix) ? arn : std::nullopt;
}

std::string name_in(const core::ArnParts& table) {
  return std::string(table.resource.substr(kTablePrefix.size()));
}

[[noreturn]] void throw_not_authorized(std::string_view arn) {
  throw core::ApiError(core::ErrorCode::access_denied,
                       fmt::format("User is not authorized to access resource: {}", arn));
}

[[noreturn]] void throw_foreign(std::string_view part, std::string_view arn) {
  core::throw_validation(
      fmt::format("1 validation error detected: Invalid AWS {} in '{}'", part, arn));
}

// Only with --delay-transient-statuses: items can't be used before the table is ACTIVE.
bool is_being_created(Services& services, const core::TableDefinition& table) {
  if (services.table_transitions.empty()) return false;
  const Transition* transition =
      services.table_transitions.find(table.scope, table.name.get(), services.clock.now());
  return transition && transition->status == TableStatus::creating;
}

}  // namespace

std::string table_name_from(std::string_view name_or_arn, const core::Scope& scope) {
  const auto arn = parse_table_arn(name_or_arn);
  if (!arn) return std::string(name_or_arn);
  if (arn->account != scope.account.get()) throw_not_authorized(name_or_arn);
  if (arn->partition != core::partition_of(scope.region)) throw_foreign("partition", name_or_arn);
  if (arn->region != scope.region.get()) throw_foreign("region", name_or_arn);
  return name_in(*arn);
}

storage::Table& require_table(Services& services, const core::Scope& scope,
                              std::string_view name_or_arn) {
  const auto arn = parse_table_arn(name_or_arn);
  if (arn && !core::is_in(*arn, scope)) throw_not_authorized(name_or_arn);
  storage::Table* table =
      arn ? services.catalog.find(scope, name_in(*arn)) : services.catalog.find(scope, name_or_arn);
  if (table && !is_being_created(services, table->definition)) return *table;
  throw core::ApiError(core::ErrorCode::resource_not_found, "Requested resource not found");
}

storage::Table& require_described_table(Services& services, const core::Scope& scope,
                                        std::string_view name_or_arn) {
  const std::string name = table_name_from(name_or_arn, scope);
  if (storage::Table* table = services.catalog.find(scope, name)) return *table;
  throw core::ApiError(core::ErrorCode::resource_not_found,
                       fmt::format("Requested resource not found: Table: {} not found", name));
}

void check_key_value(const core::AttributeDefinition& attribute, const core::AttributeValue& value,
                     KeyPart part) {
  if (value.type() != core::attribute_type(attribute.type)) {
    core::throw_validation("The provided key element does not match the schema");
  }
  if (core::is_empty_scalar(value)) throw_empty_key(attribute, value);
  check_size(value, part == KeyPart::partition);
}

void check_no_empty_key(const core::KeySchema& schema, const core::Item& item) {
  for_each_attribute(schema, [&](const core::AttributeDefinition& attribute, bool) {
    const core::AttributeValue* value = item.find(attribute.name);
    if (value && value->type() == core::attribute_type(attribute.type) &&
        core::is_empty_scalar(*value)) {
      throw_empty_key(attribute, *value);
    }
  });
}

storage::Table& require_changeable_table(Services& services, const core::Scope& scope,
                                         const std::string& name) {
  check_changeable(services.table_transitions.find(scope, name, services.clock.now()), name);
  return require_described_table(services, scope, name);
}

void check_key(const core::KeySchema& schema, const core::Item& key) {
  std::size_t attributes = 0;
  for_each_attribute(schema, [&](const core::AttributeDefinition& attribute, bool partition) {
    const core::AttributeValue* value = key.find(attribute.name);
    if (!value || value->type() != core::attribute_type(attribute.type)) {
      core::throw_validation("The provided key element does not match the schema");
    }
    if (core::is_empty_scalar(*value)) throw_empty_key(attribute, *value);
    check_size(*value, partition);
    ++attributes;
  });
  if (attributes != key.size()) {
    core::throw_validation("The provided key element does not match the schema");
  }
}

void check_item_key(const core::KeySchema& schema, const core::Item& item) {
  for_each_attribute(schema, [&](const core::AttributeDefinition& attribute, bool partition) {
    const core::AttributeValue* value = item.find(attribute.name);
    if (!value) {
      core::throw_validation(
          fmt::format("One or more parameter values were invalid: Missing the key {} in the item",
                      attribute.name));
    }
    const core::AttributeType type = core::attribute_type(attribute.type);
    if (value->type() != type) {
      core::throw_validation(
          fmt::format("One or more parameter values were invalid: Type mismatch for key {} "
                      "expected: {} actual: {}",
                      attribute.name, core::type_name(type), core::type_name(value->type())));
    }
    if (core::is_empty_scalar(*value)) throw_empty_key(attribute, *value);
    check_size(*value, partition);
  });
}

std::vector<std::string> key_names(const core::KeySchema& schema) {
  std::vector<std::string> names;
  for_each_attribute(schema, [&](const core::AttributeDefinition& attribute, bool) {
    names.push_back(attribute.name);
  });
  return names;
}

}  // namespace server::operations
