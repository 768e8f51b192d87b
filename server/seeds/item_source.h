#pragma once

#include "server/seeds/fault.h"
#include "server/seeds/value.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace server::seeds {

// The scalar type that a table gives an attribute: "S", "N" or "B".
using KeyTypes = std::map<std::string, std::string, std::less<>>;

// Items of one table: in the document, or one a line in a file.
struct ItemSource {
  std::string table;
  // Of the table's key: an item is in DynamoDB's JSON if these are objects in it.
  std::vector<std::string> key;
  KeyTypes types;  // of all attributes that the table defines
  Place place;
  std::variant<std::vector<Value>, std::filesystem::path> items;
  std::size_t first = 0;  // the number of the first one in the document's list
};

// The item as PutItem takes it, {"id":{"S":"7"}}. Plain JSON is typed: a text is S, a number N,
// true and false BOOL, null NULL, a list L, a map M; an attribute that the table defines has the
// table's type, whatever it is spelled as. {"Item":{…}}, a line of a table's export, is the item
// inside. Throws Fault.
Value typed_item(const Value& item, const ItemSource& source, const Place& place);

// Reads the items one by one: of a file only the line at hand is in memory.
class ItemReader {
 public:
  // Throws Fault when the file can't be read. `source` must outlive it.
  explicit ItemReader(const ItemSource& source);
  ~ItemReader();
  ItemReader(const ItemReader&) = delete;
  ItemReader& operator=(const ItemReader&) = delete;

  struct Item {
    Value value;  // typed
    Place place;
  };
  // nullopt behind the last. Throws Fault.
  std::optional<Item> next();

 private:
  struct Lines;
  const ItemSource& source_;
  std::size_t at_ = 0;
  std::unique_ptr<Lines> lines_;
};

}  // namespace server::seeds
