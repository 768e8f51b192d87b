#include "core/ascii.h"
#include "core/limits.h"
#include "core/utf8.h"
#include "server/s3/checksums.h"
#include "server/s3/kept_headers.h"
#include "server/s3/object_description.h"
#include "server/s3/operations.h"
#include "server/s3/refused_headers.h"
#include "server/s3/s3_error.h"
#include "server/s3/upload.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <memory>

namespace server::s3 {
namespace {

constexpr std::string_view kMetadataPrefix = "x-amz-meta-";
constexpr std::string_view kOwnCoding = "aws-chunked";  // of the transfer, not of the object

std::map<std::string, std::string> metadata_in(const core::HttpHeaders& headers) {
  std::map<std::string, std::string> metadata;
  std::size_t size_bytes = 0;
  headers.for_each([&](std::string_view field, std::string_view value) {
    std::string name = core::in_lower_case(field);
    if (!name.starts_with(kMetadataPrefix)) return;
    name.erase(0, kMetadataPrefix.size());
    size_bytes += name.size() + value.size();
    metadata.emplace(std::move(name), core::to_utf8(value));
  });
  if (size_bytes <= core::limits::kMaxObjectMetadataBytes) return metadata;
  throw S3Error(400, "MetadataTooLarge",
                "Your metadata headers exceed the maximum allowed metadata size",
                {
                    {"Size",           std::to_string(size_bytes)                           },
                    {"MaxSizeAllowed", std::to_string(core::limits::kMaxObjectMetadataBytes)}
  });
}

// "gzip" of "aws-chunked,gzip".
std::string without_own_coding(std::string_view list) {
  std::string kept;
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    std::string_view coding = list.substr(0, comma);
    coding.remove_prefix(std::min(coding.find_first_not_of(' '), coding.size()));
    if (coding != kOwnCoding) kept.append(kept.empty() ? "" : ",").append(coding);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return kept;
}

ObjectDescription describe(const core::HttpHeaders& headers) {
  ObjectDescription description;
  if (const auto type = headers.find("Content-Type"); type && !type->empty()) {
    description.content_type = core::to_utf8(*type);
  }
  for (const KeptHeader& kept : kKeptHeaders) {
    const auto value = headers.find(kept.name);
    std::string text = core::to_utf8(value.value_or(""));
    if (kept.name == "Content-Encoding") text = without_own_coding(text);
    if (!text.empty()) description.headers.emplace(kept.name, std::move(text));
  }
  description.metadata = metadata_in(headers);
  return description;
}

// A PutObject on its way.
struct Put {
  Address address;
  core::HttpReply reply;
  ObjectDescription description;
  WriteCondition condition;
  Upload upload;
  Received received;
  std::exception_ptr failure;
};

core::HttpResponse stored(const Put& put) {
  core::HttpResponse response = empty_response(200);
  response.headers.emplace_back("ETag", in_quotes(put.received.etag));
  response.headers.emplace_back(checksum_named(put.received.checksum_algorithm).header,
                                put.received.checksum);
  response.headers.emplace_back("x-amz-checksum-type", "FULL_OBJECT");
  return response;
}

void finish(const Put& put, WriteVerdict verdict) {
  try {
    require_done(verdict, put.address);
    put.reply(stored(put));
  } catch (const S3Error& error) {
    put.reply(error_response(error));
  }
}

void store_received(const std::shared_ptr<Put>& put, ObjectStore& store) {
  if (put->failure) return put->reply(error_response(put->failure));
  put->description.checksum_algorithm = put->received.checksum_algorithm;
  put->description.checksum = put->received.checksum;
  store.put({put->address.bucket, put->address.key, std::move(put->received.content),
             put->received.etag, to_json(put->description), std::move(put->condition)},
            [put](WriteVerdict verdict, core::WallTime) { finish(*put, verdict); });
}

}  // namespace

void put_object(Call call, ObjectStore& store, core::HttpReply reply) {
  require_bucket(call, store);
  const core::HttpHeaders& headers = call.request.headers;
  refuse_unsupported_headers(headers);
  const auto put = std::make_shared<Put>();
  put->address = call.address;
  put->description = describe(headers);
  put->condition = write_condition(headers);
  put->upload = upload_of(headers, std::move(call.request.body));
  put->reply = std::move(reply);
  const auto receive_it = [put] {
    try {
      put->received = receive(std::move(put->upload));
    } catch (const std::exception&) {
      put->failure = std::current_exception();
    }
  };
  call.run_on_worker(receive_it, [put, &store] { store_received(put, store); });
}

}  // namespace server::s3
