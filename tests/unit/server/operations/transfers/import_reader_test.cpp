#include "server/operations/transfers/import_reader.h"

#include "server/protocol/content_coding.h"
#include "storage/item_codec.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace import_reader_test {

using namespace server::operations;

namespace {

core::TableDefinition table() {
  core::TableDefinition definition;
  definition.key.partition = {
      {"id", core::ScalarType::s}
  };
  definition.attributes = {
      {"id", core::ScalarType::s}
  };
  return definition;
}

Import asked(InputFormat format, const std::string& options = "") {
  Import import;
  import.format = format;
  import.options = options;
  return import;
}

struct AllRead {
  std::vector<std::string> ids;
  std::int64_t seen = 0;
  std::vector<std::string> errors;
  std::size_t pieces = 0;
};

AllRead read_all(const Import& import, const std::string& content, std::size_t feed = 1000) {
  ImportReader reader(import, table());
  AllRead all;
  std::size_t at = 0;
  for (auto state = ImportReader::State::needs_input; state != ImportReader::State::ended;) {
    if (state == ImportReader::State::needs_input) {
      const std::string next = content.substr(at, feed);
      at += next.size();
      reader.feed(next, at == content.size());
    }
    ImportedPiece piece;
    state = reader.read(piece);
    ++all.pieces;
    CHECK(piece.items.size() + piece.errors.size() <= ImportReader::kPieceItems);
    all.seen += piece.seen;
    for (const auto& each : piece.items) {
      all.ids.push_back(*storage::decode_item(each.item).find("id")->get_if<std::string>());
    }
    for (const auto& each : piece.errors) {
      all.errors.push_back(std::to_string(each.index) + ": " + each.message);
    }
  }
  return all;
}

std::string line(const std::string& id) {
  return R"({"Item":{"id":{"S":")" + id + "\"}}}\n";
}

}  // namespace

TEST_CASE("the lines of an object are its items") {
  for (const std::size_t feed : {1, 10, 1000}) {
    const AllRead all =
        read_all(asked(InputFormat::dynamodb_json), line("a") + "\n" + line("b"), feed);
    CHECK(all.ids == std::vector<std::string>{"a", "b"});
    CHECK(all.seen == 2);
    CHECK(all.errors.empty());
  }
}

TEST_CASE("a line that is no item is left out, one that is no JSON ends the object") {
  const AllRead all =
      read_all(asked(InputFormat::dynamodb_json), line("a") + R"({"Item":{"x":{"S":"a"}}})" + "\n" +
                                                      line("b") + "garbage\n" + line("c"));
  CHECK(all.ids == std::vector<std::string>{"a", "b"});
  CHECK(all.seen == 4);
  CHECK(all.errors ==
        std::vector<std::string>{
            "1: One or more parameter values were invalid: Missing the key id in the item",
            "3: The line is no JSON; what follows of the object is left out"});
}

TEST_CASE("the first row is the header, unless the request has one") {
  AllRead all = read_all(asked(InputFormat::csv), "id,x\na,1\nb,2\n", 3);
  CHECK(all.ids == std::vector<std::string>{"a", "b"});
  CHECK(all.seen == 2);
  all = read_all(asked(InputFormat::csv, R"({"Csv":{"Delimiter":";","HeaderList":["x","id"]}})"),
                 "id;x\n1;a");
  CHECK(all.ids == std::vector<std::string>{"x", "a"});
  all = read_all(asked(InputFormat::csv), "x\na\n");
  CHECK(all.seen == 1);
  CHECK(all.errors == std::vector<std::string>{
                          "0: One or more parameter values were invalid: Missing the key id in the "
                          "item"});
}

TEST_CASE("what is packed is unpacked, and what isn't ends the object") {
  Import import = asked(InputFormat::dynamodb_json);
  import.compression = Compression::gzip;
  const std::string packed =
      server::protocol::encode(line("a") + line("b"), server::protocol::ContentCoding::gzip);
  CHECK(read_all(import, packed, 5).ids == std::vector<std::string>{"a", "b"});
  const AllRead all = read_all(import, line("a"));
  CHECK(all.ids.empty());
  CHECK(all.seen == 1);
  CHECK(all.errors ==
        std::vector<std::string>{"0: The object isn't compressed as InputCompressionType says"});
}

TEST_CASE("a piece has so many items, or so many bytes") {
  std::string content;
  for (int i = 0; i < 250; ++i) content += line(std::to_string(i));
  AllRead all = read_all(asked(InputFormat::dynamodb_json), content, content.size());
  CHECK(all.ids.size() == 250);
  CHECK(all.pieces == 3);
  content.clear();
  for (int i = 0; i < 4; ++i) {
    content += R"({"Item":{"id":{"S":")" + std::to_string(i) + R"("},"x":{"S":")" +
               std::string(ImportReader::kPieceBytes, 'x') + "\"}}}\n";
  }
  all = read_all(asked(InputFormat::dynamodb_json), content, content.size());
  CHECK(all.ids.size() == 4);
  CHECK(all.pieces == 5);  // one each, and one that finds the end
}

TEST_CASE("a piece looks through so much text, whatever comes of it") {
  const std::string blank(2 * ImportReader::kPieceTextBytes + Unpacker::kPieceBytes, '\n');
  for (const auto format : {InputFormat::dynamodb_json, InputFormat::csv}) {
    const AllRead all = read_all(asked(format), blank, blank.size());
    CHECK(all.seen == 0);
    CHECK(all.pieces == 3);
  }
}

TEST_CASE("a line that never ends, ends the object") {
  const std::string much(ImportReader::kMaxLineBytes + 2 * Unpacker::kPieceBytes, ' ');
  for (const auto format : {InputFormat::dynamodb_json, InputFormat::csv}) {
    const AllRead all = read_all(asked(format), much + line("a"), 1 << 20);
    CHECK(all.seen == 1);
    CHECK(all.ids.empty());
    CHECK(all.errors == std::vector<std::string>{"0: The line is too long to be an item"});
  }
  const std::string wide(ImportReader::kMaxLineBytes / CsvRows::kFieldBytes + 1, ',');
  const AllRead all = read_all(asked(InputFormat::csv), wide + "\na\n");
  CHECK(all.seen == 1);
  CHECK(all.errors == std::vector<std::string>{"0: The line is too long to be an item"});
  const std::string room(ImportReader::kMaxLineBytes - Unpacker::kPieceBytes, ' ');
  CHECK(read_all(asked(InputFormat::dynamodb_json), room + line("a"), 1 << 20).ids ==
        std::vector<std::string>{"a"});
}

}  // namespace import_reader_test
