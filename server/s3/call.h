#pragma once

#include "core/http_message.h"
#include "core/names.h"
#include "server/s3/address.h"
#include "server/s3/object_store.h"

#include <optional>
#include <string>
#include <string_view>

namespace server::s3 {

// A request that found its operation. Its views are good until the reply is called.
struct Call {
  core::HttpRequest request;
  core::Scope scope;  // the caller's
  Address address;
  const core::Clock& clock;
  RunOnWorker run_on_worker;

  std::optional<std::string> query(std::string_view name) const;
  std::optional<std::string_view> header(std::string_view name) const {
    return request.headers.find(name);
  }
};

// The bucket that the request names. Throws S3Error when there is none, or it is another account's.
const Bucket& require_bucket(const Call& call, const ObjectStore& store);

// Throws what a write's verdict means; nothing for `done`.
void require_done(WriteVerdict verdict, const Address& address);

core::HttpResponse xml_response(std::string xml);
core::HttpResponse empty_response(int status);

// "\"5d41402abc4b2a76b9719d911017c592\""
std::string in_quotes(std::string_view etag);
// "2026-11-28T07:00:00.000Z"
std::string xml_time(core::WallTime time);
// The canonical user id of an account: 64 hexadecimal digits, always the same.
std::string owner_id(const core::AccountId& account);

inline constexpr std::string_view kXmlNamespace = "http://s3.amazonaws.com/doc/2006-03-01/";

}  // namespace server::s3
