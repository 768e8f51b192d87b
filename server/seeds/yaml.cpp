#include "server/seeds/yaml.h"

#include "server/seeds/document.h"
#include "server/seeds/fault.h"

#include <unordered_set>
#include <yaml-cpp/yaml.h>

namespace server::seeds {
namespace {

std::size_t line_of(const YAML::Mark& mark) {
  return mark.is_null() ? 0 : static_cast<std::size_t>(mark.line) + 1;
}

class Reader {
 public:
  explicit Reader(const std::string& name) : name_(name) {}

  Value read(const YAML::Node& node, int depth = 0) {
    if (++values_ > kMaxDocumentValues) fail(node, "the file has too many values");
    if (depth > kMaxDocumentDepth) fail(node, "it nests too deep");
    Value value = read_untagged(node, depth);
    value.line = line_of(node.Mark());
    // "!" alone is what yaml-cpp says of quoted text, "?" of what has no tag.
    if (const std::string& tag = node.Tag(); tag.size() > 1 && tag.front() == '!') {
      value.tag = tag.substr(1);
    }
    return value;
  }

 private:
  Value read_untagged(const YAML::Node& node, int depth) {
    if (node.IsMap()) return read_map(node, depth);
    if (node.IsSequence()) {
      Value list = list_value({});
      for (const YAML::Node& each : node) list.list.push_back(read(each, depth + 1));
      return list;
    }
    if (!node.IsScalar()) return {};
    return node.Tag() == "?" ? plain_scalar(node.Scalar()) : text_value(node.Scalar());
  }

  Value read_map(const YAML::Node& node, int depth) {
    Value map = map_value({});
    std::unordered_set<std::string> names;
    for (const auto& entry : node) {
      if (!entry.first.IsScalar()) fail(entry.first, "a member's name must be a text");
      const std::string& name = entry.first.Scalar();
      if (!names.insert(name).second) fail(entry.first, "the member " + name + " is there twice");
      map.members.push_back({name, read(entry.second, depth + 1)});
    }
    return map;
  }

  [[noreturn]] void fail(const YAML::Node& node, const std::string& why) const {
    throw Fault({name_, line_of(node.Mark())}, why);
  }

  const std::string& name_;
  std::size_t values_ = 0;
};

}  // namespace

Value read_yaml(const std::string& name, const std::string& text) {
  try {
    const auto documents = YAML::LoadAll(text);
    if (documents.size() > 1) throw Fault({name}, "it has more than one document");
    return documents.empty() ? Value{} : Reader(name).read(documents.front());
  } catch (const YAML::Exception& error) {
    throw Fault({name, line_of(error.mark)}, error.msg);
  }
}

}  // namespace server::seeds
