#include "storage/item_codec.h"

#include "core/index_projection.h"
#include "core/item_size.h"
#include "storage/byte_codec.h"

#include <cassert>

namespace storage {
namespace {

using core::AttributeType;
using core::AttributeValue;

// What the stored form of most items takes beyond DynamoDB's size: lengths, types, and that
// DynamoDB counts half a byte for a digit.
constexpr std::size_t kUsualOverheadBytes = 64;

void put_map(std::string& out, const core::AttributeMap& map);

void put_member(std::string& out, const std::string& text) {
  put_text(out, text);
}
void put_member(std::string& out, const core::Number& number) {
  put_text(out, number.text());
}
void put_member(std::string& out, const core::Binary& binary) {
  put_text(out, binary.bytes);
}

struct PutPayload {
  std::string& out;

  void operator()(const std::string& text) const { put_text(out, text); }
  void operator()(const core::Number& number) const { put_member(out, number); }
  void operator()(const core::Binary& binary) const { put_member(out, binary); }
  void operator()(bool value) const { out.push_back(value ? '\1' : '\0'); }
  void operator()(core::Null) const {}
  template <class T>
  void operator()(const core::Set<T>& set) const {
    put_varint(out, set.members.size());
    for (const T& member : set.members) put_member(out, member);
  }
  void operator()(const core::List& list) const;
  void operator()(const core::AttributeMap& map) const { put_map(out, map); }
};

void put_value(std::string& out, const AttributeValue& value) {
  out.push_back(static_cast<char>(value.type()));
  std::visit(PutPayload{out}, value.node());
}

void PutPayload::operator()(const core::List& list) const {
  put_varint(out, list.size());
  for (const AttributeValue& value : list) put_value(out, value);
}

void put_attribute(std::string& out, const core::Attribute& attribute) {
  put_text(out, attribute.name);
  put_value(out, attribute.value);
}

void put_map(std::string& out, const core::AttributeMap& map) {
  put_varint(out, map.size());
  for (const core::Attribute& attribute : map) put_attribute(out, attribute);
}

class Reader : public ByteReader {
 public:
  using ByteReader::ByteReader;

  AttributeType type() { return static_cast<AttributeType>(byte()); }
  bool boolean() { return byte() != 0; }
};

core::AttributeMap read_map(Reader& reader);

template <class T, class Make>
AttributeValue read_set(Reader& reader, Make make) {
  core::Set<T> set;
  auto left = reader.varint();
  set.members.reserve(left);
  for (; left > 0; --left) set.members.push_back(make(reader.text()));
  return AttributeValue(std::move(set));
}

std::string to_string(std::string_view text) {
  return std::string(text);
}
core::Binary to_binary(std::string_view bytes) {
  return {std::string(bytes)};
}

AttributeValue read_value(Reader& reader) {
  switch (reader.type()) {
    case AttributeType::s: return AttributeValue(to_string(reader.text()));
    case AttributeType::n: return AttributeValue(core::Number::parse(reader.text()));
    case AttributeType::b: return AttributeValue(to_binary(reader.text()));
    case AttributeType::boolean: return AttributeValue(reader.boolean());
    case AttributeType::null: return AttributeValue(core::Null{});
    case AttributeType::ss: return read_set<std::string>(reader, to_string);
    case AttributeType::ns: return read_set<core::Number>(reader, core::Number::parse);
    case AttributeType::bs: return read_set<core::Binary>(reader, to_binary);
    case AttributeType::map: return AttributeValue(read_map(reader));
    case AttributeType::list: break;
  }
  core::List list;
  auto left = reader.varint();
  list.reserve(left);
  for (; left > 0; --left) list.push_back(read_value(reader));
  return AttributeValue(std::move(list));
}

core::AttributeMap read_map(Reader& reader) {
  core::AttributeMap map;
  auto left = reader.varint();
  map.reserve(left);
  for (; left > 0; --left) {
    std::string name(reader.text());
    map.insert_or_assign(std::move(name), read_value(reader));
  }
  return map;
}

void skip_payload(Reader& reader, AttributeType type) {
  switch (type) {
    case AttributeType::s:
    case AttributeType::n:
    case AttributeType::b: reader.text(); return;
    case AttributeType::boolean: reader.boolean(); return;
    case AttributeType::null: return;
    case AttributeType::ss:
    case AttributeType::ns:
    case AttributeType::bs:
      for (auto left = reader.varint(); left > 0; --left) reader.text();
      return;
    case AttributeType::map:
    case AttributeType::list: break;
  }
  for (auto left = reader.varint(); left > 0; --left) {
    if (type == AttributeType::map) reader.text();
    skip_payload(reader, reader.type());
  }
}

// How many values there are, with those within others.
std::size_t count_values(Reader& reader, AttributeType type) {
  const bool nests = type == AttributeType::map || type == AttributeType::list;
  const bool is_set =
      type == AttributeType::ss || type == AttributeType::ns || type == AttributeType::bs;
  if (!nests && !is_set) return skip_payload(reader, type), 1;
  std::size_t values = 1;
  for (auto left = reader.varint(); left > 0; --left) {
    if (is_set || type == AttributeType::map) reader.text();
    values += is_set ? 1 : count_values(reader, reader.type());
  }
  return values;
}

void write_map(core::json::Writer& writer, Reader& reader);

void write_payload(core::json::Writer& writer, Reader& reader, AttributeType type);

void write_value(core::json::Writer& writer, Reader& reader) {
  const AttributeType type = reader.type();
  if (type == AttributeType::s || type == AttributeType::n) {
    writer.object_of(core::type_name(type), reader.text());
    return;
  }
  writer.begin_object().key(core::type_name(type));
  write_payload(writer, reader, type);
  writer.end_object();
}

void write_payload(core::json::Writer& writer, Reader& reader, AttributeType type) {
  switch (type) {
    case AttributeType::s:
    case AttributeType::n: writer.string(reader.text()); return;
    case AttributeType::b: writer.base64(reader.text()); return;
    case AttributeType::boolean: writer.boolean(reader.boolean()); return;
    case AttributeType::null: writer.boolean(true); return;
    case AttributeType::map: write_map(writer, reader); return;
    case AttributeType::ss:
    case AttributeType::ns:
    case AttributeType::bs:
    case AttributeType::list: break;
  }
  writer.begin_array();
  for (auto left = reader.varint(); left > 0; --left) {
    if (type == AttributeType::list) {
      write_value(writer, reader);
    } else {
      write_payload(writer, reader,
                    type == AttributeType::bs ? AttributeType::b : AttributeType::s);
    }
  }
  writer.end_array();
}

void write_map(core::json::Writer& writer, Reader& reader) {
  writer.begin_object();
  for (auto left = reader.varint(); left > 0; --left) {
    writer.key(reader.text());
    write_value(writer, reader);
  }
  writer.end_object();
}

}  // namespace

std::string encode_item(const core::Item& item) {
  const std::size_t size_bytes = core::item_size_bytes(item);
  std::string stored;
  stored.reserve(size_bytes + kUsualOverheadBytes);
  put_varint(stored, size_bytes);
  put_map(stored, item);
  return stored;
}

std::string encode_key_attributes(const core::KeySchema& schema, const core::Item& item) {
  std::size_t size_bytes = 0;
  for (const core::Attribute& attribute : item) {
    if (!schema.contains(attribute.name)) continue;
    size_bytes += attribute.name.size() + core::attribute_value_size_bytes(attribute.value);
  }
  std::string stored;
  stored.reserve(size_bytes + kUsualOverheadBytes);
  put_varint(stored, size_bytes);
  put_varint(stored, schema.partition.size() + schema.sort.size());
  for (const core::Attribute& attribute : item) {
    if (schema.contains(attribute.name)) put_attribute(stored, attribute);
  }
  return stored;
}

core::Item decode_item(std::string_view stored) {
  Reader reader(stored);
  reader.varint();
  return read_map(reader);
}

core::Item decode_attributes(std::string_view stored, const std::set<std::string_view>& names) {
  Reader reader(stored);
  reader.varint();
  core::Item item;
  for (auto left = reader.varint(); left > 0 && item.size() < names.size(); --left) {
    const std::string_view name = reader.text();
    if (names.contains(name)) {
      item.insert_or_assign(std::string(name), read_value(reader));
    } else {
      skip_payload(reader, reader.type());
    }
  }
  return item;
}

std::size_t stored_size_bytes(std::string_view stored) {
  return Reader(stored).varint();
}

std::size_t index_size_bytes(const core::TableDefinition& table, const core::IndexDefinition& index,
                             const core::Item& item, std::string_view stored) {
  if (index.projection == core::ProjectionType::all) return stored_size_bytes(stored);
  return core::projected_size_bytes(table, index, item);
}

std::size_t count_stored_values(std::string_view stored) {
  Reader reader(stored);
  reader.varint();
  return count_values(reader, AttributeType::map) - 1;  // but for the item itself
}

std::optional<std::string_view> find_stored_number(std::string_view stored, std::string_view name) {
  Reader reader(stored);
  reader.varint();
  for (auto left = reader.varint(); left > 0; --left) {
    const std::string_view found = reader.text();
    if (found > name) break;  // sorted by name
    const AttributeType type = reader.type();
    if (found < name) {
      skip_payload(reader, type);
    } else if (type == AttributeType::n) {
      return reader.text();
    } else {
      break;
    }
  }
  return std::nullopt;
}

void write_stored_item(core::json::Writer& writer, std::string_view stored) {
  Reader reader(stored);
  reader.varint();
  write_map(writer, reader);
}

}  // namespace storage
