#include "server/s3/object_description.h"

#include "core/json/value.h"
#include "core/json/writer.h"

namespace server::s3 {
namespace {

using core::json::Object;
using core::json::Writer;
using Texts = std::map<std::string, std::string>;

void write_texts(Writer& writer, std::string_view name, const Texts& texts) {
  if (texts.empty()) return;
  writer.key(name).begin_object();
  for (const auto& [key, text] : texts) writer.member(key, std::string_view(text));
  writer.end_object();
}

Texts read_texts(const Object& object, std::string_view name) {
  Texts texts;
  if (const auto found = object.find(name)) {
    found->object().for_each([&](const core::json::Member& member) {
      texts.emplace(member.name, member.value.string());
    });
  }
  return texts;
}

std::string read_text(const Object& object, std::string_view name) {
  const auto found = object.find(name);
  return std::string(found ? found->string() : "");
}

}  // namespace

std::string to_json(const ObjectDescription& description) {
  Writer writer;
  writer.begin_object().member("ContentType", std::string_view(description.content_type));
  write_texts(writer, "Headers", description.headers);
  write_texts(writer, "Metadata", description.metadata);
  writer.member("ChecksumAlgorithm", std::string_view(description.checksum_algorithm));
  writer.member("Checksum", std::string_view(description.checksum)).end_object();
  return writer.take();
}

ObjectDescription description_from_json(std::string_view json) {
  const auto document = core::json::Document::parse(std::string(json));
  const Object object = document.root().object();
  return {read_text(object, "ContentType"), read_texts(object, "Headers"),
          read_texts(object, "Metadata"), read_text(object, "ChecksumAlgorithm"),
          read_text(object, "Checksum")};
}

}  // namespace server::s3
