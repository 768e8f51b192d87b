#pragma once

#include "server/seeds/fault.h"
#include "server/seeds/value.h"

#include <string>
#include <string_view>
#include <vector>

// What each type of resource becomes: an entry of a section of a seed, sometimes more. Properties
// are evaluated, and those that have no counterpart are passed over.
namespace server::seeds {

struct TemplateResource {
  std::string logical_id;
  std::string type;
  std::string name;  // of the thing
  Value properties;
  Place place;
};

// A seed in the making.
class SeedDraft {
 public:
  void add(std::string section, Value entry);
  void leave_out(std::string what) { left_out_.push_back(std::move(what)); }

  const Value& document() const { return document_; }
  const std::vector<std::string>& left_out() const { return left_out_; }

 private:
  Value document_ = map_value({});
  std::vector<std::string> left_out_;
};

using Convert = void(const TemplateResource& resource, SeedDraft& draft);
Convert convert_table;
Convert convert_simple_table;
Convert convert_function;
Convert convert_serverless_function;
Convert convert_mapping;
Convert convert_queue;
Convert convert_topic;
Convert convert_subscription;
Convert convert_layer;
Convert convert_bucket;

// Those of the events of a serverless function.
void add_events(const TemplateResource& function, SeedDraft& draft);

// The members of that name, as far as there are any.
Value picked(const Value& properties, const std::vector<std::string_view>& names);
// Members that are numbers though a parameter gave a text.
void make_numbers(Value& entry, const std::vector<std::string_view>& names);
// [{Key, Value}] as a map of texts; a map stays one.
Value tag_map(const Value& tags);

}  // namespace server::seeds
