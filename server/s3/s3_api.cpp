#include "server/s3/s3_api.h"

#include "core/base64.h"
#include "core/uuid.h"
#include "server/protocol/request_scope.h"
#include "server/protocol/xml_writer.h"
#include "server/s3/routes.h"
#include "server/s3/s3_error.h"
#include "server/scope.h"

#include <fmt/format.h>

#include <algorithm>

namespace server::s3 {
namespace {

std::string new_request_id() {
  constexpr std::size_t kDigits = 16;
  std::string id = core::random_hex(kDigits);
  std::transform(id.begin(), id.end(), id.begin(),
                 [](char c) { return c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c; });
  return id;
}

// Every answer has them in its head, errors also in their bodies.
void add_ids(core::HttpResponse& response) {
  constexpr std::string_view kErrorEnd = "</Error>";
  constexpr std::size_t kHostIdDigits = 40;
  std::string request_id = new_request_id();
  std::string host_id = core::base64_encode(core::random_hex(kHostIdDigits));
  if (response.body.ends_with(kErrorEnd)) {
    response.body.insert(
        response.body.size() - kErrorEnd.size(),
        fmt::format("<RequestId>{}</RequestId><HostId>{}</HostId>", request_id, host_id));
  }
  response.headers.emplace_back("x-amz-request-id", std::move(request_id));
  response.headers.emplace_back("x-amz-id-2", std::move(host_id));
}

// An object in chunks is a little more than itself.
constexpr std::size_t kMaxUploadBytes = kMaxObjectBytes + (1UL << 20);
// What DeleteObjects takes on AWS, and others don't need.
constexpr std::size_t kMaxXmlBytes = 2UL << 20;

Address asked_address(const core::HttpRequest& request) {
  return address_of(request.headers.find("Host").value_or(""), request.target);
}

bool takes_object(const Route& route) {
  return route.operation == "PutObject";
}

[[noreturn]] void refuse_large_body(const Route& route, const core::HttpRequest& request) {
  if (!takes_object(route)) {
    throw S3Error(400, "MaxMessageLengthExceeded", "Your request was too large.",
                  {
                      {"MaxMessageLengthBytes", std::to_string(kMaxXmlBytes)}
    });
  }
  throw S3Error(
      400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size",
      {
          {"ProposedSize",   std::string(request.headers.find("Content-Length").value_or(""))},
          {"MaxSizeAllowed", std::to_string(kMaxObjectBytes)                                 }
  });
}

void run(Call call, ObjectStore& store, const core::HttpReply& reply) {
  if (!call.address.key.empty()) check_key(call.address.key);
  const Route* const route = find_route(call.request, call.address);
  if (!route) {
    throw S3Error(405, "MethodNotAllowed",
                  "The specified method is not allowed against this resource.",
                  {
                      {"Method", std::string(call.request.method)}
    });
  }
  if (!route->answer && !route->start) throw not_implemented(route->operation);
  if (call.request.body_too_large) refuse_large_body(*route, call.request);
  if (call.request.no_room_for_body) {
    throw S3Error(503, "SlowDown", "Please reduce your request rate.");
  }
  if (route->answer) return reply(route->answer(call, store));
  route->start(std::move(call), store, reply);
}

}  // namespace

bool serves(const core::HttpRequest& request) {
  return !request.headers.find("X-Amz-Target") && protocol::signed_service(request) == "s3";
}

std::size_t max_body_bytes(const core::HttpRequest& head) {
  const Route* const route = find_route(head, asked_address(head));
  return route && takes_object(*route) ? kMaxUploadBytes : kMaxXmlBytes;
}

core::HttpResponse error_answer(const S3Error& error) {
  core::HttpResponse response = error_response(error);
  add_ids(response);
  return response;
}

void serve_s3(core::HttpRequest request, ObjectStore& store, const Services& services,
              core::HttpReply reply) {
  const core::HttpReply answer = [reply = std::move(reply)](core::HttpResponse response) {
    add_ids(response);
    reply(std::move(response));
  };
  try {
    const core::Scope scope = scope_of(request, services.settings);
    Address address = asked_address(request);
    run({std::move(request), scope, std::move(address), services.clock, services.run_on_worker},
        store, answer);
  } catch (const std::exception&) {
    answer(error_response(std::current_exception()));
  }
}

}  // namespace server::s3
