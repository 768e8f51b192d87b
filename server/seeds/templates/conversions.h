#pragma once

#include "core/names.h"
#include "server/seeds/fault.h"
#include "server/seeds/templates/left_out.h"
#include "server/seeds/templates/names.h"
#include "server/seeds/templates/properties.h"
#include "server/seeds/value.h"

#include <functional>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>

// What each type of resource becomes: an entry of a section of a seed, sometimes more. Properties
// are evaluated; what couldn't be is a fault if something would come of it. Those that have no
// counterpart are left out, and listed.
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
  explicit SeedDraft(core::Scope scope) : scope_(std::move(scope)) {}

  const core::Scope& scope() const { return scope_; }
  void add(std::string section, Value entry);

  // The properties that something comes of; the others are listed as `of`'s, which is a logical id.
  Value pick(const std::string& of, const Value& properties, const KnownProperties& known);
  Value pick(const TemplateResource& resource, const KnownProperties& known);
  void leave_out(std::string what) { left_out_.unknown.push_back(std::move(what)); }
  void leave_out(const TemplateResource& resource, std::string_view why);
  void need_not(std::string what) { left_out_.needless.push_back(std::move(what)); }

  // By name and by ARN: functions and queues that can't be made, so that nothing is made for them.
  void lack(std::string name) { lacking_.insert(std::move(name)); }
  bool lacks(const std::string& name) const { return lacking_.contains(name); }

  const Value& document() const { return document_; }
  const LeftOut& left_out() const { return left_out_; }

 private:
  core::Scope scope_;
  Value document_ = map_value({});
  LeftOut left_out_;
  std::set<std::string, std::less<>> lacking_;
};

using Convert = void(const TemplateResource& resource, SeedDraft& draft);
Convert convert_table;
Convert convert_global_table;
Convert convert_simple_table;
Convert convert_function;
Convert convert_serverless_function;
Convert convert_version;
Convert convert_alias;
Convert convert_event_invoke_config;
Convert convert_mapping;
Convert convert_queue;
Convert convert_topic;
Convert convert_subscription;
Convert convert_layer;
Convert convert_bucket;
Convert convert_log_group;

// Those of the events of a serverless function; `target` is what they call: a name, or an alias's
// ARN.
void add_events(const TemplateResource& function, const Value& events, const std::string& target,
                SeedDraft& draft);

// "Totals (AWS::Lambda::Function)"
std::string name_and_type(const TemplateResource& resource);
// The property's text; "" for none. Throws its fault if it has one.
std::string required_text(const TemplateResource& resource, std::string_view property);
// Members that are numbers or booleans though a parameter gave a text.
void make_plain(Value& entry, std::initializer_list<std::string_view> names);
// What SAM's CodeUri and ContentUri say: a path, or where it lies in a bucket.
Value code_at(Value uri);
// [{Key, Value}] as a map of texts; a map stays one.
Value tag_map(const Value& tags);
// The other way round: tags of serverless resources are a map.
Value tag_list(const Value& tags);
// Of tables and their indexes: stream, time to live, units, tags as CreateTable takes them.
void make_table(Value& table);

}  // namespace server::seeds
