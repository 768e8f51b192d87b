#include "core/time_text.h"
#include "server/s3/byte_range.h"
#include "server/s3/checksums.h"
#include "server/s3/kept_headers.h"
#include "server/s3/object_description.h"
#include "server/s3/operations.h"
#include "server/s3/s3_error.h"

#include <fmt/format.h>

// GetObject and HeadObject, which differ in the body only.
namespace server::s3 {
namespace {

using storage::StoredObject;

void refuse_unsupported(const Call& call) {
  const auto version = call.query("versionId");
  if (version && *version != "null") throw not_implemented("versionId");
  if (call.query("partNumber")) throw not_implemented("partNumber");
  if (call.header("x-amz-server-side-encryption-customer-algorithm")) {
    throw not_implemented("x-amz-server-side-encryption-customer-algorithm");
  }
}

void add_validators(core::HttpResponse& response, const StoredObject& object) {
  response.headers.emplace_back("Last-Modified", core::http_date(object.modified_at));
  response.headers.emplace_back("ETag", in_quotes(object.etag));
}

void add_kept_headers(core::HttpResponse& response, const Call& call,
                      const ObjectDescription& description) {
  response.content_type = call.query("response-content-type").value_or(description.content_type);
  for (const KeptHeader& kept : kKeptHeaders) {
    const auto found = description.headers.find(std::string(kept.name));
    auto value = call.query(kept.override_parameter);
    if (!value && found != description.headers.end()) value = found->second;
    if (value) response.headers.emplace_back(kept.name, *std::move(value));
  }
  for (const auto& [name, value] : description.metadata) {
    response.named_headers.emplace_back("x-amz-meta-" + name, value);
  }
}

// It is the checksum of the whole, so a part goes without it.
void add_checksum(core::HttpResponse& response, const Call& call,
                  const ObjectDescription& description) {
  if (call.header("x-amz-checksum-mode") != "ENABLED") return;
  response.headers.emplace_back(checksum_named(description.checksum_algorithm).header,
                                description.checksum);
  response.headers.emplace_back("x-amz-checksum-type", "FULL_OBJECT");
}

// What of the object goes out, and with which head.
struct Reading {
  core::HttpResponse response;
  storage::files::ObjectFile file;
  ByteRange range;
  bool has_body = true;
};

void apply_range(Reading& reading, const Call& call, const StoredObject& object) {
  const auto size = static_cast<std::size_t>(object.size_bytes);
  reading.range = parse_range(call.header("Range"), size);
  const auto& [kind, offset, count] = reading.range;
  if (kind == ByteRange::Kind::unsatisfiable) {
    throw S3Error(416, "InvalidRange", "The requested range is not satisfiable",
                  {
                      {"RangeRequested",   std::string(*call.header("Range"))},
                      {"ActualObjectSize", std::to_string(size)              }
    });
  }
  if (kind == ByteRange::Kind::whole) return;
  reading.response.status = 206;
  reading.response.headers.emplace_back(
      "Content-Range", fmt::format("bytes {}-{}/{}", offset, offset + count - 1, size));
}

Reading begin_reading(const Call& call, ObjectStore& store) {
  require_bucket(call, store);
  refuse_unsupported(call);
  const Address& address = call.address;
  const auto object = store.find(address.bucket, address.key);
  if (!object) throw no_such_key(address.key);
  const ReadDecision decision =
      decide_read(call.request.headers, object->etag, object->modified_at);
  if (decision.verdict == ReadVerdict::failed) {
    throw precondition_failed(std::string(decision.condition));
  }
  Reading reading{
      empty_response(200), {address.bucket, address.key, object->file},
       {            }
  };
  add_validators(reading.response, *object);
  if (decision.verdict == ReadVerdict::not_modified) {
    reading.response.status = 304;
    reading.has_body = false;
    return reading;
  }
  const ObjectDescription description = description_from_json(object->document);
  reading.response.headers.emplace_back("Accept-Ranges", "bytes");
  add_kept_headers(reading.response, call, description);
  apply_range(reading, call, *object);
  if (reading.range.kind == ByteRange::Kind::whole) {
    add_checksum(reading.response, call, description);
  }
  return reading;
}

}  // namespace

core::HttpResponse head_object(const Call& call, ObjectStore& store) {
  Reading reading = begin_reading(call, store);
  if (reading.has_body) reading.response.unsent_bytes = reading.range.count;
  return std::move(reading.response);
}

void get_object(Call call, ObjectStore& store, core::HttpReply reply) {
  Reading reading = begin_reading(call, store);
  if (!reading.has_body) return reply(std::move(reading.response));
  store.read(reading.file, reading.range.offset, reading.range.count,
             [response = std::move(reading.response), address = call.address,
              reply = std::move(reply)](std::optional<std::string> bytes) mutable {
               if (!bytes) {
                 return reply(error_response(S3Error(
                     500, "InternalError", "We encountered an internal error. Please try again.")));
               }
               response.body = *std::move(bytes);
               reply(std::move(response));
             });
}

}  // namespace server::s3
