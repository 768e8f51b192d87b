#include "core/base64.h"
#include "core/limits.h"
#include "server/protocol/url.h"
#include "server/protocol/xml_writer.h"
#include "server/s3/count.h"
#include "server/s3/listing.h"
#include "server/s3/operations.h"
#include "server/s3/s3_error.h"

namespace server::s3 {
namespace {

using protocol::XmlWriter;

// Texts of the answer are percent-encoded when the client wants it: XML can't have all of them.
class Text {
 public:
  explicit Text(const Call& call) : type_(call.query("encoding-type").value_or("")) {
    if (type_.empty() || type_ == "url") return;
    throw invalid_argument("Invalid Encoding Method specified in Request", "encoding-type", type_);
  }

  void write(XmlWriter& xml, std::string_view name, const std::string& text) const {
    xml.element(name, type_.empty() ? text : protocol::url_encode(text, "/*"));
  }
  void write_type(XmlWriter& xml) const {
    if (!type_.empty()) xml.element("EncodingType", type_);
  }

 private:
  std::string type_;
};

struct Owner {
  std::string id;
  bool shown = false;
};

void write_contents(XmlWriter& xml, const Text& text, const Listing& listing, const Owner& owner) {
  for (const storage::ListedObject& object : listing.objects) {
    xml.open("Contents");
    text.write(xml, "Key", object.key);
    xml.element("LastModified", xml_time(object.modified_at));
    xml.element("ETag", in_quotes(object.etag));
    xml.element("Size", object.size_bytes);
    if (owner.shown) xml.open("Owner").element("ID", owner.id).close();
    xml.element("StorageClass", "STANDARD").close();
  }
  for (const std::string& prefix : listing.common_prefixes) {
    xml.open("CommonPrefixes");
    text.write(xml, "Prefix", prefix);
    xml.close();
  }
}

ListingQuery query_of(const Call& call) {
  return {call.query("prefix").value_or(""), call.query("delimiter").value_or(""), "",
          count_in(call.query("max-keys"), "max-keys", core::limits::kMaxListedObjects)};
}

Listing list(const ListingQuery& query, const Bucket& bucket, ObjectStore& store) {
  return list_keys(query, [&](std::string_view from, std::size_t most) {
    return store.list(bucket.name, from, most);
  });
}

// Where to go on: what a token says, else where the client wants to begin.
std::string start_of(const Call& call) {
  const auto token = call.query("continuation-token");
  if (!token) return call.query("start-after").value_or("");
  const auto last = core::base64_decode(*token);
  if (last && !last->empty()) return *last;
  throw invalid_argument("The continuation token provided is incorrect", "continuation-token",
                         *token);
}

void write_head(XmlWriter& xml, const Text& text, const Bucket& bucket, const ListingQuery& query) {
  xml.element("Name", bucket.name);
  text.write(xml, "Prefix", query.prefix);
  if (!query.delimiter.empty()) text.write(xml, "Delimiter", query.delimiter);
  xml.element("MaxKeys", static_cast<std::int64_t>(query.most));
  text.write_type(xml);
}

}  // namespace

core::HttpResponse list_objects(const Call& call, ObjectStore& store) {
  const Bucket& bucket = require_bucket(call, store);
  const Text text(call);
  ListingQuery query = query_of(call);
  query.after = call.query("marker").value_or("");
  const Listing listing = list(query, bucket, store);
  XmlWriter xml("ListBucketResult", kXmlNamespace);
  write_head(xml, text, bucket, query);
  text.write(xml, "Marker", query.after);
  // Without a delimiter, clients go on behind the last key.
  if (listing.is_truncated && !query.delimiter.empty()) {
    text.write(xml, "NextMarker", listing.last);
  }
  xml.element("IsTruncated", listing.is_truncated);
  write_contents(xml, text, listing, {owner_id(bucket.scope.account), true});
  return xml_response(xml.take());
}

core::HttpResponse list_objects_v2(const Call& call, ObjectStore& store) {
  const Bucket& bucket = require_bucket(call, store);
  const Text text(call);
  ListingQuery query = query_of(call);
  query.after = start_of(call);
  const Listing listing = list(query, bucket, store);
  XmlWriter xml("ListBucketResult", kXmlNamespace);
  write_head(xml, text, bucket, query);
  if (const auto start = call.query("start-after")) text.write(xml, "StartAfter", *start);
  if (const auto token = call.query("continuation-token")) {
    xml.element("ContinuationToken", *token);
  }
  if (listing.is_truncated) {
    xml.element("NextContinuationToken", core::base64_encode(listing.last));
  }
  const auto count = listing.objects.size() + listing.common_prefixes.size();
  xml.element("KeyCount", static_cast<std::int64_t>(count));
  xml.element("IsTruncated", listing.is_truncated);
  write_contents(xml, text, listing,
                 {owner_id(bucket.scope.account), call.query("fetch-owner") == "true"});
  return xml_response(xml.take());
}

}  // namespace server::s3
