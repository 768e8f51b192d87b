#include "server/seeds/document.h"

#include "core/json/value.h"
#include "server/seeds/fault.h"
#include "server/seeds/yaml.h"

namespace server::seeds {
namespace {

Value read_json(const std::string& name, std::string text) {
  try {
    const auto document = core::json::Document::parse(std::move(text));
    if (document.nests_deeper_than(kMaxDocumentDepth)) throw Fault({name}, "it nests too deep");
    return from_json(document.root());
  } catch (const core::json::ParseError& error) {
    throw Fault({name}, error.what());
  }
}

}  // namespace

Value read_document(const std::string& name, std::string text) {
  if (text.size() > kMaxDocumentBytes) throw Fault({name}, "it is larger than 16 MB");
  if (name.ends_with(".json")) return read_json(name, std::move(text));
  return read_yaml(name, text);
}

}  // namespace server::seeds
