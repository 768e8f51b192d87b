#include "server/operations/transfers/export_files.h"

#include "server/protocol/content_coding.h"
#include "storage/item_codec.h"

#include <doctest/doctest.h>

namespace export_files_test {

using namespace server::operations;

namespace {

std::string stored(const std::string& id, const std::string& text) {
  return storage::encode_item({
      {"id",   core::AttributeValue(id)  },
      {"text", core::AttributeValue(text)}
  });
}

Export asked(bool incremental = false) {
  Export of;
  of.arn = "arn:aws:dynamodb:us-east-1:000000000000:table/Music/export/01734480000000-1a2b3c4d";
  of.prefix = "daily";
  of.incremental = incremental;
  return of;
}

std::string unpacked(const PackedFile& file) {
  return server::protocol::decode(file.content, server::protocol::ContentCoding::gzip, 1000).bytes;
}

core::KeySchema schema() {
  core::KeySchema key;
  key.partition = {
      {"id", core::ScalarType::s}
  };
  return key;
}

}  // namespace

TEST_CASE("an item is a line") {
  CHECK(item_line(stored("a", "x")) ==
        "{\"Item\":{\"id\":{\"S\":\"a\"},\"text\":{\"S\":\"x\"}}}\n");
}

TEST_CASE("a change is a line with the images that it has") {
  const std::string head =
      R"({"Metadata":{"WriteTimestampMicros":{"N":"1734480000123000"}},"Keys":{"id":{"S":"a"}})";
  const std::string old_image = R"(,"OldImage":{"id":{"S":"a"},"text":{"S":"old"}})";
  const std::string new_image = R"(,"NewImage":{"id":{"S":"a"},"text":{"S":"new"}})";
  const auto at = core::from_epoch_milliseconds(1'734'480'000'123);
  const auto line = [&](auto before, auto after, bool old) {
    return change_line({before, after, at}, schema(), old);
  };
  const std::optional<std::string> none;
  const std::optional before = stored("a", "old");
  const std::optional after = stored("a", "new");
  CHECK(line(none, after, true) == head + new_image + "}\n");
  CHECK(line(before, after, true) == head + new_image + old_image + "}\n");
  CHECK(line(before, none, true) == head + old_image + "}\n");
  CHECK(line(before, after, false) == head + new_image + "}\n");
  CHECK(line(before, none, false) == head + "}\n");
}

TEST_CASE("files are cut behind the line that fills them, and the last one is what is left") {
  ExportFiles files(asked(), 10);
  for (const char* line : {"12345678\n", "a\n", "123456789\n", "b\n"}) files.add(line);
  auto full = files.take();
  REQUIRE(full.size() == 2);
  CHECK(unpacked(full[0]) == "12345678\na\n");
  CHECK(full[0].about.item_count == 2);
  CHECK(unpacked(full[1]) == "123456789\n");
  CHECK(full[1].about.item_count == 1);
  CHECK(files.take().empty());
  files.end();
  const auto last = files.take();
  REQUIRE(last.size() == 1);
  CHECK(unpacked(last[0]) == "b\n");
  CHECK(last[0].about.item_count == 1);
}

TEST_CASE("an export of nothing has one empty file") {
  ExportFiles files(asked());
  files.end();
  const auto made = files.take();
  REQUIRE(made.size() == 1);
  CHECK(unpacked(made[0]) == "");
  CHECK(made[0].about.item_count == 0);
  CHECK(made[0].about.md5.size() == 16);
}

TEST_CASE("a file's name is the same each time its export runs, and no other's") {
  const auto names = [](const Export& of) {
    ExportFiles files(of, 1);
    files.add("a\n");
    files.add("b\n");
    const auto made = files.take();
    return std::pair(made.at(0).about.key, made.at(1).about.key);
  };
  const auto [first, second] = names(asked());
  CHECK(names(asked()) == std::pair(first, second));
  CHECK(first != second);
  const std::string folder = "daily/AWSDynamoDB/01734480000000-1a2b3c4d/data/";
  CHECK(first.starts_with(folder));
  CHECK(first.ends_with(".json.gz"));
  CHECK(first.size() == folder.size() + 26 + 8);
  CHECK(names(asked(true)).first == "daily/AWSDynamoDB/data/" + first.substr(folder.size()));
  Export other = asked();
  other.arn += "x";
  CHECK(names(other).first.substr(folder.size() + 1) != first.substr(folder.size()));
}

}  // namespace export_files_test
