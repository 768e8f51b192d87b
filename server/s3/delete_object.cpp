#include "core/limits.h"
#include "server/protocol/xml_writer.h"
#include "server/s3/operations.h"
#include "server/s3/s3_error.h"
#include "server/s3/upload.h"
#include "server/s3/xml_reader.h"

#include <algorithm>

// DeleteObject and DeleteObjects.
namespace server::s3 {
namespace {

struct Deletion {
  std::vector<std::string> keys;
  bool is_quiet = false;
};

void refuse_version(std::string_view version) {
  if (version != "null") throw not_implemented("deleting a version");
}

Deletion parse_deletion(const std::string& body) {
  const auto texts = read_xml(body);
  if (!texts) throw malformed_xml();
  Deletion deletion;
  for (const XmlText& element : *texts) {
    if (element.path == "Delete/Object/Key") {
      deletion.keys.push_back(element.text);
    } else if (element.path == "Delete/Quiet") {
      deletion.is_quiet = element.text == "true";
    } else if (element.path == "Delete/Object/VersionId") {
      refuse_version(element.text);
    } else {
      throw element.path.starts_with("Delete/Object/") ? not_implemented(element.path)
                                                       : malformed_xml();
    }
  }
  if (deletion.keys.empty() || deletion.keys.size() > core::limits::kMaxListedObjects) {
    throw malformed_xml();
  }
  std::for_each(deletion.keys.begin(), deletion.keys.end(), check_key);
  return deletion;
}

core::HttpResponse deleted(const Deletion& deletion) {
  protocol::XmlWriter xml("DeleteResult", kXmlNamespace);
  for (const std::string& key : deletion.keys) {
    if (deletion.is_quiet) break;
    xml.open("Deleted").element("Key", key).close();
  }
  return xml_response(xml.take());
}

}  // namespace

void delete_object(Call call, ObjectStore& store, core::HttpReply reply) {
  require_bucket(call, store);
  refuse_version(call.query("versionId").value_or("null"));
  store.remove(call.address.bucket, {call.address.key}, write_condition(call.request.headers),
               [address = call.address, reply = std::move(reply)](WriteVerdict verdict) {
                 try {
                   require_done(verdict, address);
                   reply(empty_response(204));
                 } catch (const S3Error& error) {
                   reply(error_response(error));
                 }
               });
}

void delete_objects(Call call, ObjectStore& store, core::HttpReply reply) {
  require_bucket(call, store);
  const Received received = receive(upload_of(call.request.headers, std::move(call.request.body)));
  const Deletion deletion = parse_deletion(received.content);
  store.remove(call.address.bucket, deletion.keys, {},
               [deletion, address = call.address, reply = std::move(reply)](WriteVerdict verdict) {
                 try {
                   require_done(verdict, address);
                   reply(deleted(deletion));
                 } catch (const S3Error& error) {
                   reply(error_response(error));
                 }
               });
}

}  // namespace server::s3
