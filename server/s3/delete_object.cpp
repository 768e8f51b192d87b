#include "core/limits.h"
#include "server/protocol/xml_writer.h"
#include "server/s3/operations.h"
#include "server/s3/s3_error.h"
#include "server/s3/upload.h"
#include "server/s3/xml_reader.h"

#include <algorithm>
#include <exception>
#include <memory>

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

// A DeleteObjects on its way.
struct DeletionRequest {
  Address address;
  core::AccountId account;  // the bucket's
  core::HttpReply reply;
  Upload upload;
  Deletion deletion = {};
  std::exception_ptr failure = {};
};

core::HttpResponse deleted(const Deletion& deletion) {
  protocol::XmlWriter xml("DeleteResult", kXmlNamespace);
  for (const std::string& key : deletion.keys) {
    if (deletion.is_quiet) break;
    xml.open("Deleted").element("Key", key).close();
  }
  return xml_response(xml.take());
}

void finish(const DeletionRequest& request, WriteVerdict verdict) {
  try {
    require_done(verdict, request.address);
    request.reply(deleted(request.deletion));
  } catch (const S3Error& error) {
    request.reply(error_response(error));
  }
}

void remove_parsed(const std::shared_ptr<DeletionRequest>& request, ObjectStore& store) {
  if (request->failure) return request->reply(error_response(request->failure));
  const Bucket* const bucket = store.find_bucket(request->address.bucket);
  if (!bucket || bucket->scope.account != request->account) {  // meanwhile
    return request->reply(error_response(no_such_bucket(request->address.bucket)));
  }
  store.remove(request->address.bucket, request->deletion.keys, {},
               [request](WriteVerdict verdict) { finish(*request, verdict); });
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
  const auto request = std::make_shared<DeletionRequest>(
      DeletionRequest{call.address, call.scope.account, std::move(reply),
                      upload_of(call.request.headers, std::move(call.request.body))});
  const auto parse_it = [request] {
    try {
      request->deletion = parse_deletion(receive(std::move(request->upload)).content);
    } catch (const std::exception&) {
      request->failure = std::current_exception();
    }
  };
  call.run_on_worker(parse_it, [request, &store] { remove_parsed(request, store); });
}

}  // namespace server::s3
