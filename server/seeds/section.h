#pragma once

#include "core/names.h"
#include "server/seeds/resource.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

// The sections of a seed: what each entry of "tables", "functions" … becomes. Members that begin
// with a capital are those of the API that makes the thing, and go there as they are; the others
// are ours. docs/seeds.md describes them.
namespace server::seeds {

// Where a seed stands, and for whom it is.
struct Ground {
  std::string file;
  std::filesystem::path folder;  // relative paths begin here
  core::Scope scope;
};

struct Entry {
  const Value& value;
  Path path;
  const Ground& ground;

  Place place() const { return {ground.file, value.line, path}; }
  // The place of a member, or of the entry where it has none.
  Place place_of(std::string_view member) const;
  // Throws Fault: a text is needed there.
  std::string require_text(std::string_view member) const;
  // Throws Fault for a member that isn't known.
  void refuse_unknown(std::span<const std::string_view> known) const;
};

// Each adds what the entry is to the resources, and throws Fault for what can't be.
using Section = void(const Entry& entry, Resources& resources);
Section add_bucket;
Section add_log_group;
Section add_queue;
Section add_topic;
Section add_subscription;
Section add_table;
Section add_layer;
Section add_function;
Section add_version;
Section add_alias;
Section add_event_invoke_config;
Section add_mapping;

// Names of references.
std::string stream_of(std::string_view table);
std::string url_of_queue(std::string_view queue);
std::string layer_arn_of(std::string_view layer);
// Of the version that a seed publishes of a function.
std::string number_of_version(std::string_view function);

// Members whose values are texts whatever they look like: the variables of an environment, the
// attributes of a queue.
Value with_texts(Value map);

}  // namespace server::seeds
