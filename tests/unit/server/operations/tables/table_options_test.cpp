#include "server/operations/tables/table_options.h"

#include "core/api_error.h"

#include <doctest/doctest.h>

#include <string>

namespace table_options_test {

using namespace server::operations;

namespace {

const core::Scope kScope{core::AccountId("000000000000"), core::Region("us-east-1")};
const std::string kInvalid = "One or more parameter values were invalid: ";

template <class Read>
std::string error_of(const std::string& members, Read read) {
  const auto document = core::json::Document::parse("{" + members + "}");
  try {
    read(document.root().object());
  } catch (const core::ApiError& error) {
    return error.message();
  }
  return "";
}

std::optional<std::string> encryption(const std::string& members) {
  const auto document = core::json::Document::parse(R"({"SSESpecification":{)" + members + "}}");
  return read_encryption(document.root().object(), kScope);
}

}  // namespace

TEST_CASE("a stream that is enabled has a view, one that is disabled has none") {
  const auto read = [](const std::string& members) {
    const auto document = core::json::Document::parse("{" + members + "}");
    return read_stream_request(document.root().object(), kNewTableTexts);
  };
  CHECK_FALSE(read("").has_value());
  CHECK_FALSE(read(R"("StreamSpecification":{"StreamEnabled":false})")->enabled);
  const auto enabled =
      read(R"("StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"})");
  CHECK(enabled->enabled);
  CHECK(enabled->view_type == core::StreamViewType::new_image);
  for (const auto& texts : {kNewTableTexts, kTableUpdateTexts}) {
    const auto error = [&](const std::string& members) {
      return error_of(R"("StreamSpecification":{)" + members + "}",
                      [&](const auto& body) { read_stream_request(body, texts); });
    };
    CHECK(error(R"("StreamEnabled":true)") == kInvalid + std::string(texts.view_type_missing));
    CHECK(error(R"("StreamEnabled":false,"StreamViewType":"NEW_IMAGE")") ==
          kInvalid + std::string(texts.view_type_unwanted));
  }
}

TEST_CASE("a table is encrypted by the key that it names, in its own region") {
  const auto described = [](const std::string& key) {
    return R"({"KMSMasterKeyArn":")" + key + R"(","SSEType":"KMS","Status":"ENABLED"})";
  };
  const std::string kms = "arn:aws:kms:us-east-1:000000000000:";
  const std::string by_key = R"("Enabled":true,"SSEType":"KMS","KMSMasterKeyId":)";
  CHECK(encryption("") == "");
  CHECK(encryption(R"("Enabled":false)") == "");
  CHECK(encryption(by_key + R"("1234")") == described(kms + "key/1234"));
  CHECK(encryption(by_key + R"("alias/mine")") == described(kms + "alias/mine"));
  CHECK(encryption(by_key + R"("arn:aws:kms:eu-west-1:1:key/2")") ==
        described("arn:aws:kms:eu-west-1:1:key/2"));
  CHECK(encryption(R"("Enabled":true)")->starts_with(R"({"KMSMasterKeyArn":")" + kms + "key/"));
  const auto document = core::json::Document::parse("{}");
  CHECK_FALSE(read_encryption(document.root().object(), kScope).has_value());
}

TEST_CASE("encryption that can't be is refused in AWS's words") {
  struct Case {
    const char* members;
    const char* error;
  };
  // clang-format off
  const Case cases[] = {
      {R"("Enabled":false,"SSEType":"KMS")", "SSEType can not be specified if Enabled is false"},
      {R"("KMSMasterKeyId":"1")", "KMSMasterKeyId can not be specified if Enabled is false"},
      {R"("Enabled":true,"SSEType":"AES256")", "SSEType AES256 is not supported"},
      {R"("Enabled":true,"KMSMasterKeyId":"1")",
       "SSEType KMS is required if KMSMasterKeyId is specified"},
  };
  // clang-format on
  for (const Case& c : cases) {
    CAPTURE(c.members);
    CHECK(error_of(std::string(R"("SSESpecification":{)") + c.members + "}",
                   [](const auto& body) { read_encryption(body, kScope); }) == kInvalid + c.error);
  }
}

TEST_CASE("what we haven't got is refused by its name") {
  for (const std::string name :
       {"GlobalTableSourceArn", "ReplicaUpdates", "GlobalTableSettingsReplicationMode",
        "GlobalTableWitnessUpdates", "MultiRegionConsistency"}) {
    CHECK(error_of("\"" + name + "\":1", check_supported) ==
          name + " is not supported: Rivulet has no global tables");
  }
  for (const std::string name : {"VectorIndexes", "VectorIndexUpdates"}) {
    CHECK(error_of("\"" + name + "\":1", check_supported) ==
          name + " is not supported: Rivulet has no vector indexes");
  }
  CHECK(error_of(R"("TableClass":"STANDARD")", check_supported) == "");
}

TEST_CASE("a table class is one of two, or not stated") {
  const auto read = [](const std::string& members) {
    const auto document = core::json::Document::parse("{" + members + "}");
    return read_table_class(document.root().object());
  };
  CHECK_FALSE(read("").has_value());
  CHECK(read(R"("TableClass":"STANDARD")") == "STANDARD");
  CHECK(read(R"("TableClass":"STANDARD_INFREQUENT_ACCESS")") == "STANDARD_INFREQUENT_ACCESS");
  CHECK(error_of(R"("TableClass":"FANCY")", read_table_class) ==
        "Invalid table-class parameter provided. Please try again with a valid table-class value: "
        "[STANDARD, STANDARD_INFREQUENT_ACCESS].");
}

}  // namespace table_options_test
