#include "core/json/writer.h"
#include "lambda-host/mappings/event_source_mapping_json.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "lambda-host/mappings/queue_mapping_registry.h"
#include "server/lambda_api/operations.h"
#include "server/lambda_api/query.h"
#include "server/protocol/url.h"
#include "streams/stream_registry.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <optional>

namespace server::lambda_api {
namespace {

using lambda_host::EventSourceMapping;
using lambda_host::QueueMapping;

template <class Mapping>
std::string json_of(const Mapping& mapping) {
  core::json::Writer writer;
  lambda_host::write_mapping(writer, mapping);
  return writer.take();
}

template <class Mapping>
core::HttpResponse mapping_answer(int status, const Mapping& mapping) {
  return json_response(status, json_of(mapping));
}

// The one that the path names, if it reads a queue.
const QueueMapping* find_queue_mapping(const Call& call, const Services& services) {
  return services.queue_mappings.find(call.scope, parameter(call, 0));
}

// Also what it warns of goes to the log.
core::HttpResponse changed_answer(const lambda_host::EventSourceMapping& mapping,
                                  const Services& services) {
  const auto* stream = services.streams.find(mapping.stream.get());
  const auto view = stream ? std::optional(stream->row.view_type) : std::nullopt;
  for (const std::string& warning : services.mappings.warnings(mapping, view)) {
    spdlog::warn("mapping {} of {}: {}", mapping.id.get(), mapping.function.name.get(), warning);
  }
  return mapping_answer(202, mapping);
}

// Mappings of both kinds in the order of their ids, as many as a page has.
struct Listed {
  std::string id;
  std::string json;
};

}  // namespace

core::HttpResponse create_event_source_mapping(const Call& call, Services& services) {
  const auto document = parse_body(call);
  const auto body = document.root().object();
  if (lambda_host::names_queue(body)) {
    return mapping_answer(202, services.queue_mappings.create(call.scope, body));
  }
  return changed_answer(services.mappings.create(call.scope, body), services);
}

core::HttpResponse get_event_source_mapping(const Call& call, Services& services) {
  if (const auto* mapping = find_queue_mapping(call, services)) {
    return mapping_answer(200, *mapping);
  }
  return mapping_answer(200, services.mappings.require(call.scope, parameter(call, 0)));
}

core::HttpResponse update_event_source_mapping(const Call& call, Services& services) {
  const auto document = parse_body(call);
  if (const auto* mapping = find_queue_mapping(call, services)) {
    return mapping_answer(202, services.queue_mappings.update(*mapping, document.root().object()));
  }
  return changed_answer(
      services.mappings.update(call.scope, parameter(call, 0), document.root().object()), services);
}

core::HttpResponse delete_event_source_mapping(const Call& call, Services& services) {
  if (const auto* mapping = find_queue_mapping(call, services)) {
    return mapping_answer(202, services.queue_mappings.erase(*mapping));
  }
  return mapping_answer(202, services.mappings.erase(call.scope, parameter(call, 0)));
}

core::HttpResponse list_event_source_mappings(const Call& call, Services& services) {
  const std::string_view target = call.request.target;
  lambda_host::MappingQuery query;
  query.event_source_arn = protocol::query_parameter(target, "EventSourceArn");
  query.function_name = protocol::query_parameter(target, "FunctionName");
  query.marker = protocol::query_parameter(target, "Marker");
  query.max_items = query_integer(target, "MaxItems");
  const lambda_host::MappingPage page = services.mappings.list(call.scope, query);
  std::vector<Listed> listed;
  for (const auto* mapping : page.mappings) {
    listed.push_back({mapping->id.get(), json_of(*mapping)});
  }
  for (const auto* mapping : services.queue_mappings.list(call.scope, query)) {
    listed.push_back({mapping->common.id.get(), json_of(*mapping)});
  }
  std::sort(listed.begin(), listed.end(),
            [](const Listed& a, const Listed& b) { return a.id < b.id; });
  const std::size_t limit = lambda_host::page_size(query);
  const bool more = page.next_marker || listed.size() > limit;
  if (listed.size() > limit) listed.resize(limit);
  core::json::Writer writer;
  writer.begin_object().key("EventSourceMappings").begin_array();
  for (const Listed& each : listed) writer.raw(each.json);
  writer.end_array();
  if (more) writer.member("NextMarker", std::string_view(listed.back().id));
  writer.end_object();
  return json_response(200, writer.take());
}

}  // namespace server::lambda_api
