#include "server/seeds/templates/properties.h"

#include "server/seeds/fault.h"

#include <fmt/format.h>

#include <algorithm>

namespace server::seeds {
namespace {

bool has(std::span<const std::string_view> paths, std::string_view path) {
  return std::find(paths.begin(), paths.end(), path) != paths.end();
}

bool leads_further(std::span<const std::string_view> paths, const std::string& path) {
  return std::any_of(paths.begin(), paths.end(), [inner = path + "."](std::string_view each) {
    return each.starts_with(inner);
  });
}

void note(std::vector<std::string>& paths, const std::string& path) {
  if (std::find(paths.begin(), paths.end(), path) == paths.end()) paths.push_back(path);
}

class Picker {
 public:
  explicit Picker(const KnownProperties& known) : known_(known) {}

  // What is kept of a value at `path`, of which some is known.
  Value part(const Value& value, const std::string& path) {
    if (value.fault) throw Fault(*value.fault);
    Value kept = value;
    for (Value& each : kept.list) each = part(each, path);
    kept.members.clear();
    for (const auto& [name, member] : value.members) {
      if (!member.is(Value::Kind::null))
        add(kept, name, member, path.empty() ? name : fmt::format("{}.{}", path, name));
    }
    return kept;
  }

  std::vector<std::string> left_out;
  std::vector<std::string> needless;

 private:
  void add(Value& kept, const std::string& name, const Value& member, const std::string& path) {
    if (is_used(member, path)) {
      require_no_fault(member);
      kept.members.push_back({name, member});
    } else if (leads_further(known_.used, path)) {
      kept.members.push_back({name, part(member, path)});
    } else {
      note(has(known_.needless, path) ? needless : left_out, path);
    }
  }

  bool is_used(const Value& member, const std::string& path) const {
    if (!has(known_.used, path)) return false;
    return !has(known_.needless, path) || !find_fault(member);
  }

  const KnownProperties& known_;
};

}  // namespace

Picked pick(const Value& properties, const KnownProperties& known) {
  Picker picker(known);
  Value kept = picker.part(properties, "");
  return {std::move(kept), std::move(picker.left_out), std::move(picker.needless)};
}

const Fault* find_fault(const Value& value) {
  if (value.fault) return value.fault.get();
  for (const Value& each : value.list) {
    if (const Fault* const fault = find_fault(each)) return fault;
  }
  for (const auto& member : value.members) {
    if (const Fault* const fault = find_fault(member.value)) return fault;
  }
  return nullptr;
}

void require_no_fault(const Value& value) {
  if (const Fault* const fault = find_fault(value)) throw Fault(*fault);
}

Value take(Value& map, std::string_view name) {
  Value* const found = map.find(name);
  if (!found) return {};
  Value taken = std::move(*found);
  map.erase(name);
  return taken;
}

}  // namespace server::seeds
