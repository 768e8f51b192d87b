#include "server/json_api.h"

#include "core/limits.h"
#include "server/operation_call.h"
#include "server/protocol/authentication.h"
#include "server/protocol/content_coding.h"
#include "server/protocol/crc32.h"
#include "server/protocol/error_response.h"
#include "server/protocol/input_check.h"
#include "server/protocol/media_type.h"
#include "server/protocol/request_id.h"

#include <memory>
#include <string>
#include <string_view>

namespace server {
namespace {

using protocol::Service;

constexpr std::size_t kPackFromBytes = 4096;  // as AWS: smaller answers leave as they are

// How a request wants its answer.
struct AnswerForm {
  Service service;
  std::string_view media_type;
  protocol::ContentCoding coding;
};

// SDKs check the sum over the bytes as they were sent.
void add_protocol_headers(core::HttpResponse& response) {
  response.headers.reserve(response.headers.size() + 2);
  response.headers.emplace_back("x-amzn-RequestId", protocol::new_request_id());
  response.headers.emplace_back("x-amz-crc32", std::to_string(protocol::crc32(response.body)));
}

core::HttpResponse response_of(operations::Answer answer, const AnswerForm& form) {
  core::HttpResponse response;
  if (auto* body = std::get_if<std::string>(&answer)) {
    response.body = std::move(*body);
  } else {
    response = protocol::json_error(std::get<core::ApiError>(answer), form.service);
  }
  response.content_type = form.media_type;
  return response;
}

void pack(core::HttpResponse& response, protocol::ContentCoding coding) {
  response.body = protocol::encode(response.body, coding);
  response.headers.emplace_back("Content-Encoding", protocol::coding_name(coding));
}

void finish(core::HttpResponse response, const core::HttpReply& reply) {
  add_protocol_headers(response);
  reply(std::move(response));
}

// Large answers are packed on a worker thread.
void send(core::HttpResponse response, protocol::ContentCoding coding, Services& services,
          const core::HttpReply& reply) {
  constexpr std::size_t kQuickBytes = 256 * core::limits::kKilobyte;
  const std::size_t bytes = response.body.size();
  const bool packs = coding != protocol::ContentCoding::identity && bytes > kPackFromBytes;
  if (packs && bytes > kQuickBytes) {
    const auto shared = std::make_shared<core::HttpResponse>(std::move(response));
    return services.run_on_worker([shared, coding] { pack(*shared, coding); },
                                  [shared, reply] { finish(std::move(*shared), reply); });
  }
  if (packs) pack(response, coding);
  finish(std::move(response), reply);
}

core::HttpResponse too_large() {
  return {413, {}, {{"Transfer-Encoding", "chunked"}}, {}};
}

core::HttpResponse not_found() {
  core::HttpResponse response{404, {}, {}, "<UnknownOperationException/>\n"};
  add_protocol_headers(response);
  return response;
}

core::json::Document parse_body(std::string body) {
  try {
    return core::json::Document::parse(std::move(body));
  } catch (const core::json::ParseError&) {
    throw core::ApiError(core::ErrorCode::serialization, "");
  }
}

void read_json(Incoming& incoming) {
  std::string body = take_body(incoming.request);
  // An empty body has no JSON either, but AWS looks at its target first.
  const bool empty = body.empty();
  auto document = parse_body(empty ? "{}" : std::move(body));
  const Call call = require_call(incoming.target);
  protocol::check_authentication(incoming.request);
  if (empty) throw core::ApiError(core::ErrorCode::serialization, "");
  incoming.front_end = protocol::check_input(document, call.input);
  incoming.operation = &call.operation;
  incoming.document = std::move(document);
}

bool is_too_large(const operations::Answer& answer) {
  const auto* error = std::get_if<core::ApiError>(&answer);
  return error && error->code() == core::ErrorCode::request_entity_too_large;
}

// How the answer goes back.
struct Answerer {
  AnswerForm form;
  Services& services;
  core::HttpReply reply;

  void operator()(operations::Answer answer) const {
    if (is_too_large(answer)) return reply(too_large());
    send(response_of(std::move(answer), form), form.coding, services, reply);
  }
};

}  // namespace

bool speaks_json(const core::HttpRequest& request) {
  return request.method == "POST" && request.target == "/" && request.headers.find("X-Amz-Target");
}

void serve_json_api(core::HttpRequest request, Services& services, core::HttpReply reply,
                    std::size_t unprocessed) {
  if (request.body_too_large) return reply(too_large());
  const std::string_view target = request.headers.find("X-Amz-Target").value_or("");
  const Service service = protocol::service_of(target);
  const auto media_type =
      protocol::answer_media_type(request.headers.find("Content-Type").value_or(""),
                                  !request.body.empty() || request.no_room_for_body, service);
  if (request.method != "POST" || !media_type) return reply(not_found());
  const auto coding =
      protocol::preferred_coding(request.headers.find("Accept-Encoding").value_or(""));
  Answerer answer{
      {service, *media_type, coding},
      services, std::move(reply)
  };
  if (request.no_room_for_body) return answer(no_room());
  Incoming incoming{std::move(request), target};
  incoming.unprocessed = unprocessed;
  serve_call(std::move(incoming), read_json, services, std::move(answer));
}

}  // namespace server
