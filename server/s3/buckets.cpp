#include "core/ascii.h"
#include "core/limits.h"
#include "server/protocol/xml_writer.h"
#include "server/s3/count.h"
#include "server/s3/operations.h"
#include "server/s3/refused_headers.h"
#include "server/s3/s3_error.h"
#include "server/s3/xml_reader.h"

#include <fmt/format.h>

#include <algorithm>

// What there is to do with buckets but listing their objects.
namespace server::s3 {
namespace {

using protocol::XmlWriter;

constexpr std::string_view kClassicRegion = "us-east-1";  // whose buckets have no constraint

// Of the body, which may be empty.
std::string location_constraint(const std::string& body) {
  if (body.empty()) return {};
  const auto texts = read_xml(body);
  if (!texts) throw malformed_xml();
  std::string constraint;
  for (const XmlText& element : *texts) {
    if (element.path == "CreateBucketConfiguration/LocationConstraint") {
      constraint = element.text;
    } else if (element.path != "CreateBucketConfiguration") {
      throw not_implemented(element.path);
    }
  }
  return constraint;
}

// "eu-north-1", as all regions of AWS are named. us-east-1 has no constraint.
bool is_location(std::string_view text) {
  return text != kClassicRegion && core::is_region_name(text) && text.find('-') != text.npos &&
         core::is_digit(text.back());
}

// Where the bucket is to be: in the region that the request is signed for, whose name the body has
// to repeat. By way of us-east-1 buckets of all regions can be made.
core::Region region_of(const Call& call) {
  const std::string constraint = location_constraint(call.request.body);
  const std::string& region = call.scope.region.get();
  if (region == kClassicRegion) {
    if (constraint.empty()) return call.scope.region;
    if (constraint == "EU") return core::Region("eu-west-1");
    if (is_location(constraint)) return core::Region(constraint);
    throw S3Error(400, "InvalidLocationConstraint",
                  "The specified location-constraint is not valid",
                  {
                      {"LocationConstraint", constraint}
    });
  }
  if (constraint != region) {
    throw S3Error(400, "IllegalLocationConstraintException",
                  fmt::format("The {} location constraint is incompatible for the region specific "
                              "endpoint this request was sent to.",
                              constraint.empty() ? "unspecified" : constraint));
  }
  return call.scope.region;
}

core::HttpResponse made(const Call& call) {
  core::HttpResponse response = empty_response(200);
  response.headers.emplace_back("Location", "/" + call.address.bucket);
  return response;
}

}  // namespace

core::HttpResponse create_bucket(const Call& call, ObjectStore& store) {
  const std::string& name = call.address.bucket;
  if (!is_bucket_name(name)) {
    throw S3Error(400, "InvalidBucketName", "The specified bucket is not valid.",
                  {
                      {"BucketName", name}
    });
  }
  refuse_unsupported_headers(call.request.headers);
  core::Region region = region_of(call);
  const Bucket* const found = store.find_bucket(name);
  if (found && found->scope.account != call.scope.account) {
    throw S3Error(409, "BucketAlreadyExists",
                  "The requested bucket name is not available. The bucket namespace is shared by "
                  "all users of the system. Please select a different name and try again.",
                  {
                      {"BucketName", name}
    });
  }
  if (found && (call.scope.region.get() != kClassicRegion || found->scope.region != region)) {
    throw S3Error(409, "BucketAlreadyOwnedByYou",
                  "Your previous request to create the named bucket succeeded and you already own "
                  "it.",
                  {
                      {"BucketName", name}
    });
  }
  if (!found) {
    store.create_bucket({
        name, {call.scope.account, std::move(region)},
         call.clock.now()
    });
  }
  return made(call);
}

core::HttpResponse delete_bucket(const Call& call, ObjectStore& store) {
  require_bucket(call, store);
  if (!store.delete_bucket(call.address.bucket)) {
    throw S3Error(409, "BucketNotEmpty", "The bucket you tried to delete is not empty",
                  {
                      {"BucketName", call.address.bucket}
    });
  }
  return empty_response(204);
}

core::HttpResponse head_bucket(const Call& call, ObjectStore& store) {
  const Bucket& bucket = require_bucket(call, store);
  core::HttpResponse response = empty_response(200);
  response.content_type = "application/xml";
  response.headers.emplace_back("x-amz-bucket-region", bucket.scope.region.get());
  response.headers.emplace_back("x-amz-access-point-alias", "false");
  return response;
}

core::HttpResponse get_bucket_location(const Call& call, ObjectStore& store) {
  const std::string& region = require_bucket(call, store).scope.region.get();
  XmlWriter xml("LocationConstraint", kXmlNamespace);
  if (region != kClassicRegion) xml.text(region);
  return xml_response(xml.take());
}

core::HttpResponse list_buckets(const Call& call, ObjectStore& store) {
  const std::string prefix = call.query("prefix").value_or("");
  const std::string region = call.query("bucket-region").value_or("");
  const std::string after = call.query("continuation-token").value_or("");
  const std::size_t most =
      count_in(call.query("max-buckets"), "max-buckets", core::limits::kMaxListedBuckets);
  XmlWriter xml("ListAllMyBucketsResult", kXmlNamespace);
  xml.open("Owner").element("ID", owner_id(call.scope.account)).close();
  xml.open("Buckets");
  std::size_t listed = 0;
  std::string last;
  std::string next;
  for (const Bucket* const bucket : store.buckets_of(call.scope.account)) {
    const bool is_in = region.empty() || bucket->scope.region.get() == region;
    if (!is_in || !bucket->name.starts_with(prefix) || bucket->name <= after) continue;
    if (listed++ == most) {
      next = last;
      break;
    }
    last = bucket->name;
    xml.open("Bucket").element("Name", bucket->name);
    xml.element("CreationDate", xml_time(bucket->created_at));
    xml.element("BucketRegion", bucket->scope.region.get()).close();
  }
  xml.close();
  if (!next.empty()) xml.element("ContinuationToken", next);
  if (!prefix.empty()) xml.element("Prefix", prefix);
  return xml_response(xml.take());
}

}  // namespace server::s3
