#include "storage/attachments_json.h"

#include <doctest/doctest.h>

namespace attachments_json_test {

using namespace core;
using namespace std::chrono_literals;

TEST_CASE("what is attached to a table is read as it was stored") {
  TableAttachments attachments;
  attachments.policies[""] = {R"({"Statement":[]})", 17};
  attachments.insights["G"] = {true, false, WallTime{6000ms}, 18};
  attachments.destinations = {
      {"arn:kinesis", StreamingDestination::Change::disable, WallTime{7000ms}, ""}
  };
  json::Writer writer;
  writer.begin_object();
  storage::write_attachments(writer, attachments);
  storage::write_origin(writer, RestoreOrigin{"arn:backup", "arn:table", WallTime{8000ms}});
  const auto document = json::Document::parse(writer.end_object().take());
  const TableAttachments read = storage::read_attachments(document.root().object());
  CHECK(read.policies.at("").document == R"({"Statement":[]})");
  CHECK(read.policies.at("").revision == 17);
  CHECK(read.insights.at("G").enabled);
  CHECK(!read.insights.at("G").throttled_keys_only);
  CHECK(read.insights.at("G").changed_at == WallTime{6000ms});
  CHECK(read.insights.at("G").rules_made_at == 18);
  REQUIRE(read.destinations.size() == 1);
  CHECK(read.destinations[0].stream_arn == "arn:kinesis");
  CHECK(read.destinations[0].last_change == StreamingDestination::Change::disable);
  const auto origin = storage::read_origin(document.root().object());
  REQUIRE(origin);
  CHECK(origin->backup_arn == "arn:backup");
  CHECK(origin->table_arn == "arn:table");
  CHECK(origin->at == WallTime{8000ms});
}

TEST_CASE("a document of before there was anything to attach has nothing attached") {
  const auto document = json::Document::parse("{}");
  const TableAttachments read = storage::read_attachments(document.root().object());
  CHECK(read.policies.empty());
  CHECK(read.insights.empty());
  CHECK(read.destinations.empty());
  CHECK(!storage::read_origin(document.root().object()));
}

}  // namespace attachments_json_test
