#include "server/s3/routes.h"

#include "server/protocol/url.h"

#include <algorithm>
#include <iterator>

namespace server::s3 {
namespace {

// clang-format off
constexpr Route kRoutes[] = {
    // What Rivulet lacks. Named, so that the error can say what is missing. Each has a mark, by which
    // it is told from those below.
    {"AbortMultipartUpload", "DELETE", Level::object, "uploadId"},
    {"CompleteMultipartUpload", "POST", Level::object, "uploadId"},
    {"CopyObject", "PUT", Level::object, "x-amz-copy-source"},
    {"CreateBucketMetadataConfiguration", "POST", Level::bucket, "metadataConfiguration"},
    {"CreateBucketMetadataTableConfiguration", "POST", Level::bucket, "metadataTable"},
    {"CreateMultipartUpload", "POST", Level::object, "uploads"},
    {"CreateSession", "GET", Level::bucket, "session"},
    {"DeleteBucketAnalyticsConfiguration", "DELETE", Level::bucket, "analytics"},
    {"DeleteBucketCors", "DELETE", Level::bucket, "cors"},
    {"DeleteBucketEncryption", "DELETE", Level::bucket, "encryption"},
    {"DeleteBucketIntelligentTieringConfiguration", "DELETE", Level::bucket, "intelligent-tiering"},
    {"DeleteBucketInventoryConfiguration", "DELETE", Level::bucket, "inventory"},
    {"DeleteBucketLifecycle", "DELETE", Level::bucket, "lifecycle"},
    {"DeleteBucketMetadataConfiguration", "DELETE", Level::bucket, "metadataConfiguration"},
    {"DeleteBucketMetadataTableConfiguration", "DELETE", Level::bucket, "metadataTable"},
    {"DeleteBucketMetricsConfiguration", "DELETE", Level::bucket, "metrics"},
    {"DeleteBucketOwnershipControls", "DELETE", Level::bucket, "ownershipControls"},
    {"DeleteBucketPolicy", "DELETE", Level::bucket, "policy"},
    {"DeleteBucketReplication", "DELETE", Level::bucket, "replication"},
    {"DeleteBucketTagging", "DELETE", Level::bucket, "tagging"},
    {"DeleteBucketWebsite", "DELETE", Level::bucket, "website"},
    {"DeleteObjectTagging", "DELETE", Level::object, "tagging"},
    {"DeletePublicAccessBlock", "DELETE", Level::bucket, "publicAccessBlock"},
    {"GetBucketAbac", "GET", Level::bucket, "abac"},
    {"GetBucketAccelerateConfiguration", "GET", Level::bucket, "accelerate"},
    {"GetBucketAcl", "GET", Level::bucket, "acl"},
    {"GetBucketAnalyticsConfiguration", "GET", Level::bucket, "analytics"},
    {"GetBucketCors", "GET", Level::bucket, "cors"},
    {"GetBucketEncryption", "GET", Level::bucket, "encryption"},
    {"GetBucketIntelligentTieringConfiguration", "GET", Level::bucket, "intelligent-tiering"},
    {"GetBucketInventoryConfiguration", "GET", Level::bucket, "inventory"},
    {"GetBucketLifecycleConfiguration", "GET", Level::bucket, "lifecycle"},
    {"GetBucketLogging", "GET", Level::bucket, "logging"},
    {"GetBucketMetadataConfiguration", "GET", Level::bucket, "metadataConfiguration"},
    {"GetBucketMetadataTableConfiguration", "GET", Level::bucket, "metadataTable"},
    {"GetBucketMetricsConfiguration", "GET", Level::bucket, "metrics"},
    {"GetBucketNotificationConfiguration", "GET", Level::bucket, "notification"},
    {"GetBucketOwnershipControls", "GET", Level::bucket, "ownershipControls"},
    {"GetBucketPolicy", "GET", Level::bucket, "policy"},
    {"GetBucketPolicyStatus", "GET", Level::bucket, "policyStatus"},
    {"GetBucketReplication", "GET", Level::bucket, "replication"},
    {"GetBucketRequestPayment", "GET", Level::bucket, "requestPayment"},
    {"GetBucketTagging", "GET", Level::bucket, "tagging"},
    {"GetBucketVersioning", "GET", Level::bucket, "versioning"},
    {"GetBucketWebsite", "GET", Level::bucket, "website"},
    {"GetObjectAcl", "GET", Level::object, "acl"},
    {"GetObjectAttributes", "GET", Level::object, "attributes"},
    {"GetObjectLegalHold", "GET", Level::object, "legal-hold"},
    {"GetObjectLockConfiguration", "GET", Level::bucket, "object-lock"},
    {"GetObjectRetention", "GET", Level::object, "retention"},
    {"GetObjectTagging", "GET", Level::object, "tagging"},
    {"GetObjectTorrent", "GET", Level::object, "torrent"},
    {"GetPublicAccessBlock", "GET", Level::bucket, "publicAccessBlock"},
    {"ListMultipartUploads", "GET", Level::bucket, "uploads"},
    {"ListObjectVersions", "GET", Level::bucket, "versions"},
    {"ListParts", "GET", Level::object, "uploadId"},
    {"PutBucketAbac", "PUT", Level::bucket, "abac"},
    {"PutBucketAccelerateConfiguration", "PUT", Level::bucket, "accelerate"},
    {"PutBucketAcl", "PUT", Level::bucket, "acl"},
    {"PutBucketAnalyticsConfiguration", "PUT", Level::bucket, "analytics"},
    {"PutBucketCors", "PUT", Level::bucket, "cors"},
    {"PutBucketEncryption", "PUT", Level::bucket, "encryption"},
    {"PutBucketIntelligentTieringConfiguration", "PUT", Level::bucket, "intelligent-tiering"},
    {"PutBucketInventoryConfiguration", "PUT", Level::bucket, "inventory"},
    {"PutBucketLifecycleConfiguration", "PUT", Level::bucket, "lifecycle"},
    {"PutBucketLogging", "PUT", Level::bucket, "logging"},
    {"PutBucketMetricsConfiguration", "PUT", Level::bucket, "metrics"},
    {"PutBucketNotificationConfiguration", "PUT", Level::bucket, "notification"},
    {"PutBucketOwnershipControls", "PUT", Level::bucket, "ownershipControls"},
    {"PutBucketPolicy", "PUT", Level::bucket, "policy"},
    {"PutBucketReplication", "PUT", Level::bucket, "replication"},
    {"PutBucketRequestPayment", "PUT", Level::bucket, "requestPayment"},
    {"PutBucketTagging", "PUT", Level::bucket, "tagging"},
    {"PutBucketVersioning", "PUT", Level::bucket, "versioning"},
    {"PutBucketWebsite", "PUT", Level::bucket, "website"},
    {"PutObjectAcl", "PUT", Level::object, "acl"},
    {"PutObjectLegalHold", "PUT", Level::object, "legal-hold"},
    {"PutObjectLockConfiguration", "PUT", Level::bucket, "object-lock"},
    {"PutObjectRetention", "PUT", Level::object, "retention"},
    {"PutObjectTagging", "PUT", Level::object, "tagging"},
    {"PutPublicAccessBlock", "PUT", Level::bucket, "publicAccessBlock"},
    {"RenameObject", "PUT", Level::object, "renameObject"},
    {"RestoreObject", "POST", Level::object, "restore"},
    {"SelectObjectContent", "POST", Level::object, "select"},
    {"UpdateBucketMetadataInventoryTableConfiguration", "PUT", Level::bucket, "metadataInventoryTable"},
    {"UpdateBucketMetadataJournalTableConfiguration", "PUT", Level::bucket, "metadataJournalTable"},
    {"UpdateObjectEncryption", "PUT", Level::object, "encryption"},
    {"UploadPart", "PUT", Level::object, "uploadId"},

    {"GetBucketLocation", "GET", Level::bucket, "location", get_bucket_location},
    {"DeleteObjects", "POST", Level::bucket, "delete", nullptr, delete_objects},
    {"ListObjectsV2", "GET", Level::bucket, "list-type=2", list_objects_v2},
    {"ListObjects", "GET", Level::bucket, "", list_objects},
    {"ListBuckets", "GET", Level::service, "", list_buckets},
    {"CreateBucket", "PUT", Level::bucket, "", create_bucket},
    {"DeleteBucket", "DELETE", Level::bucket, "", delete_bucket},
    {"HeadBucket", "HEAD", Level::bucket, "", head_bucket},
    {"PutObject", "PUT", Level::object, "", nullptr, put_object},
    {"GetObject", "GET", Level::object, "", nullptr, get_object},
    {"HeadObject", "HEAD", Level::object, "", head_object},
    {"DeleteObject", "DELETE", Level::object, "", nullptr, delete_object},
};
// clang-format on

Level level_of(const Address& address) {
  if (address.bucket.empty()) return Level::service;
  return address.key.empty() ? Level::bucket : Level::object;
}

bool has_mark(const core::HttpRequest& request, std::string_view mark) {
  if (mark.empty()) return true;
  if (mark.starts_with("x-amz-")) return request.headers.find(mark).has_value();
  const auto equals = std::min(mark.find('='), mark.size());
  const auto value = protocol::query_parameter(request.target, mark.substr(0, equals));
  return value && (equals == mark.size() || *value == mark.substr(equals + 1));
}

}  // namespace

std::span<const Route> all_routes() {
  return kRoutes;
}

const Route* find_route(const core::HttpRequest& request, const Address& address) {
  const Level level = level_of(address);
  const auto found = std::find_if(std::begin(kRoutes), std::end(kRoutes), [&](const Route& route) {
    return route.level == level && route.method == request.method && has_mark(request, route.mark);
  });
  return found == std::end(kRoutes) ? nullptr : found;
}

}  // namespace server::s3
