#include "server/seeds/item_source.h"

#include <algorithm>
#include <fstream>

namespace server::seeds {
namespace {

constexpr std::size_t kMaxLineBytes = std::size_t{2} << 20;  // an item has 400 KB

Value attribute(std::string type, Value value) {
  return map_value({
      {std::move(type), std::move(value)}
  });
}

Value typed(const Value& plain) {
  switch (plain.kind) {
    case Value::Kind::null: return attribute("NULL", boolean_value(true));
    case Value::Kind::boolean: return attribute("BOOL", plain);
    case Value::Kind::number: return attribute("N", text_value(plain.text));
    case Value::Kind::text: return attribute("S", plain);
    case Value::Kind::list: {
      Value list = list_value({});
      for (const Value& each : plain.list) list.list.push_back(typed(each));
      return attribute("L", std::move(list));
    }
    case Value::Kind::map: {
      Value map = map_value({});
      for (const auto& [name, value] : plain.members) map.members.push_back({name, typed(value)});
      return attribute("M", std::move(map));
    }
  }
  return {};
}

bool is_dynamodb_json(const Value& item, const ItemSource& source) {
  return std::all_of(source.key.begin(), source.key.end(), [&](const std::string& name) {
    const Value* const value = item.find(name);
    return value && value->is(Value::Kind::map);
  });
}

// An export's line has the item inside; a table may have an attribute of that name all the same.
const Value& inside(const Value& line, const ItemSource& source) {
  const Value* const item = line.find("Item");
  const bool is_export = line.members.size() == 1 && item && item->is(Value::Kind::map);
  return is_export && is_dynamodb_json(*item, source) ? *item : line;
}

Value typed_as_defined(const Value& value, const std::string& name, const ItemSource& source) {
  const auto type = source.types.find(name);
  if (type == source.types.end() || !value.is_scalar()) return typed(value);
  return attribute(type->second, text_value(value.text));
}

}  // namespace

Value typed_item(const Value& line, const ItemSource& source, const Place& place) {
  const Value& item = inside(line, source);
  if (!item.is(Value::Kind::map)) throw Fault(place, "an item must be an object");
  for (const std::string& name : source.key) {
    if (!item.has(name)) throw Fault(place, "the item has no " + name + ", which is in the key");
  }
  if (is_dynamodb_json(item, source)) return item;
  Value result = map_value({});
  for (const auto& [name, value] : item.members) {
    result.members.push_back({name, typed_as_defined(value, name, source)});
  }
  return result;
}

struct ItemReader::Lines {
  std::ifstream file;
};

ItemReader::ItemReader(const ItemSource& source) : source_(source) {
  const auto* const path = std::get_if<std::filesystem::path>(&source.items);
  if (!path) return;
  lines_ = std::make_unique<Lines>(Lines{std::ifstream(*path)});
  if (!std::filesystem::is_regular_file(*path) || !lines_->file) {
    throw Fault(source.place, "can't read " + path->string());
  }
}
ItemReader::~ItemReader() = default;

std::optional<ItemReader::Item> ItemReader::next() {
  if (!lines_) {
    const auto& items = std::get<std::vector<Value>>(source_.items);
    if (at_ == items.size()) return std::nullopt;
    const Place place{source_.place.file, items[at_].line, source_.place.path[source_.first + at_]};
    return Item{typed_item(items[at_++], source_, place), place};
  }
  const std::string name = std::get<std::filesystem::path>(source_.items).string();
  for (std::string line; std::getline(lines_->file, line);) {
    const Place place{name, ++at_};
    if (line.size() > kMaxLineBytes) throw Fault(place, "the line is longer than 2 MB");
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    try {
      const auto document = core::json::Document::parse(std::move(line));
      return Item{typed_item(from_json(document.root()), source_, place), place};
    } catch (const core::json::ParseError& error) {
      throw Fault(place, error.what());
    }
  }
  return std::nullopt;
}

}  // namespace server::seeds
