#include "core/json/writer.h"
#include "lambda-host/mappings/event_source_mapping_json.h"
#include "lambda-host/mappings/mapping_registry.h"
#include "server/lambda_api/operations.h"
#include "server/lambda_api/query.h"
#include "server/protocol/url.h"

namespace server::lambda_api {
namespace {

using lambda_host::EventSourceMapping;

core::HttpResponse mapping_answer(int status, const EventSourceMapping& mapping) {
  core::json::Writer writer;
  lambda_host::write_mapping(writer, mapping);
  return json_response(status, writer.take());
}

}  // namespace

core::HttpResponse create_event_source_mapping(const Call& call, Services& services) {
  const auto document = parse_body(call);
  return mapping_answer(202, services.mappings.create(call.scope, document.root().object()));
}

core::HttpResponse get_event_source_mapping(const Call& call, Services& services) {
  return mapping_answer(200, services.mappings.require(call.scope, parameter(call, 0)));
}

core::HttpResponse update_event_source_mapping(const Call& call, Services& services) {
  const auto document = parse_body(call);
  return mapping_answer(
      202, services.mappings.update(call.scope, parameter(call, 0), document.root().object()));
}

core::HttpResponse delete_event_source_mapping(const Call& call, Services& services) {
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
  core::json::Writer writer;
  writer.begin_object().key("EventSourceMappings").begin_array();
  for (const EventSourceMapping* mapping : page.mappings) {
    lambda_host::write_mapping(writer, *mapping);
  }
  writer.end_array();
  if (page.next_marker) writer.member("NextMarker", *page.next_marker);
  writer.end_object();
  return json_response(200, writer.take());
}

}  // namespace server::lambda_api
