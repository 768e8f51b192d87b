#include "core/arn.h"
#include "server/seeds/mapping_members.h"
#include "server/seeds/section.h"

#include <fmt/format.h>

#include <string_view>
#include <vector>

namespace server::seeds {
namespace {

constexpr std::string_view kMappings = "/2015-03-31/event-source-mappings";

// What is read: an ARN, or a table or a queue by its name.
std::string source_of(const Entry& entry) {
  if (const std::string table = entry.value.text_of("table"); !table.empty()) {
    return reference(stream_of(table));
  }
  if (const std::string queue = entry.value.text_of("queue"); !queue.empty()) {
    return core::queue_arn(entry.ground.scope, core::QueueName(queue));
  }
  return entry.require_text("EventSourceArn");
}

std::string name_of_source(const Entry& entry) {
  for (const char* member : {"table", "queue"}) {
    if (const std::string name = entry.value.text_of(member); !name.empty()) return name;
  }
  return said(entry.value.text_of("EventSourceArn"));
}

// What the mapping shows as it was given.
Value wanted_of(const Value& body) {
  Value wanted = body;
  for (const char* other :
       {"FunctionName", "EventSourceArn", "Enabled", "Tags", "StartingPositionTimestamp"}) {
    wanted.erase(other);
  }
  return wanted;
}

// The API's and our own.
std::vector<std::string_view> known_members() {
  std::vector<std::string_view> known = {"FunctionName", "EventSourceArn", "table", "queue",
                                         "KMSKeyArn"};
  for (const std::string_view path : kMappingSettings) {
    known.push_back(path.substr(0, path.find('.')));
  }
  return known;
}

bool is_of_queue(const Entry& entry, const std::string& source) {
  return entry.value.has("queue") || source.find(":sqs:") != std::string::npos;
}

}  // namespace

void add_mapping(const Entry& entry, Resources& resources) {
  entry.refuse_unknown(known_members());
  const std::string function = entry.require_text("FunctionName");
  const std::string source = source_of(entry);
  Value body = entry.value;
  body.erase("table");
  body.erase("queue");
  body.set("EventSourceArn", source);
  if (!body.has("StartingPosition") && !is_of_queue(entry, source)) {
    body.set("StartingPosition", "LATEST");
  }

  const std::string what =
      fmt::format("mapping of {} to {}", name_of_source(entry), said(function));
  const std::string uuid = "the UUID of the " + what;
  Resource resource;
  resource.what = what;
  resource.place = entry.place();
  resource.look = lambda("GET", fmt::format("{}/?FunctionName={}&EventSourceArn={}", kMappings,
                                            url_part(function), url_part(source)));
  resource.found_at = {"EventSourceMappings", "0"};
  resource.wanted = wanted_of(body);
  resource.make = lambda("POST", std::string(kMappings) + "/", std::move(body));
  resource.undo = {lambda("DELETE", fmt::format("{}/{}", kMappings, reference(uuid)))};
  resource.outputs = {
      {uuid, {"EventSourceMappings", "0", "UUID"}}
  };
  resources.push_back(std::move(resource));
}

}  // namespace server::seeds
