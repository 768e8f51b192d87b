#pragma once

#include "core/names.h"
#include "server/seeds/value.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace server::seeds {

// A resource of a template as others speak of it.
struct NamedResource {
  std::string type;  // "AWS::DynamoDB::Table"
  std::string name;  // of the thing, not of its entry: the template's, or stack and logical id
  std::string function = {};  // whose version or alias it is
  bool is_left_out = false;   // nothing is made of it, though its type is known
};
using NamedResources = std::map<std::string, NamedResource, std::less<>>;

// The property that names a resource of the type; empty: it has none.
std::string_view name_property(std::string_view type);

// Of a function that is called by its name, its ARN, or the ARN of an alias.
std::string plain_function_name(std::string_view function);

// "rivulet-OrdersTable", as CloudFormation would begin it; in lower case where only that is
// allowed.
std::string generated_name(std::string_view type, const std::string& stack,
                           const std::string& logical_id);

// What Ref gives of a resource: its name, a queue's URL, a topic's ARN. May be a reference.
std::string ref_of(const NamedResource& resource, const core::Scope& scope);

// What GetAtt gives. Of a type that isn't known, an ARN that could be one; nullopt when a type that
// is known has no such attribute.
std::optional<std::string> attribute_of(const NamedResource& resource, std::string_view attribute,
                                        const core::Scope& scope);

}  // namespace server::seeds
