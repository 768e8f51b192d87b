#include "server/s3/bucket.h"

#include "core/json/value.h"
#include "core/json/writer.h"
#include "core/uuid.h"

namespace server::s3 {
namespace {

constexpr std::size_t kPlaceDigits = 16;
constexpr const char* kCreatedAt = "CreationDate";  // in milliseconds
constexpr const char* kPlace = "Place";             // unless it is the name

}  // namespace

// A "#" is in no bucket's name.
std::string new_place(const std::string& bucket) {
  return bucket + "#" + core::random_hex(kPlaceDigits);
}

std::string document_of(const Bucket& bucket) {
  core::json::Writer writer;
  writer.begin_object().member(kCreatedAt, core::epoch_milliseconds(bucket.created_at));
  if (bucket.place != bucket.name) writer.member(kPlace, bucket.place);
  return writer.end_object().take();
}

Bucket stored_bucket(const storage::Resource& resource) {
  const auto document = core::json::Document::parse(resource.document);
  const auto created_at = document.root().object().find(kCreatedAt);
  const auto place = document.root().object().find(kPlace);
  return {resource.name, resource.scope,
          core::from_epoch_milliseconds(created_at ? created_at->integer() : 0),
          place ? std::string(place->string()) : resource.name};
}

}  // namespace server::s3
