#include "server/operations/transfers/import_request.h"

#include "core/api_error.h"
#include "server/operations/transfers/unpacker.h"

#include <doctest/doctest.h>

namespace import_request_test {

using namespace server::operations;

namespace {

const core::Scope kScope{core::AccountId("000000000007"), core::Region("eu-west-1")};

Import read(const std::string& more, const std::string& source = R"("S3Bucket":"b")",
            const std::string& format = "CSV") {
  const auto document = core::json::Document::parse(
      R"({"S3BucketSource":{)" + source + R"(},"InputFormat":")" + format +
      R"(","TableCreationParameters":{"TableName":"Music"})" + more + "}");
  return read_import(document.root().object(), kScope);
}

std::string fault(const std::string& more, const std::string& format = "CSV") {
  try {
    read(more, R"("S3Bucket":"b")", format);
  } catch (const core::ApiError& error) {
    return error.message();
  }
  return "none";
}

}  // namespace

TEST_CASE("what a request leaves out is the caller's, plain, and all of the bucket") {
  const Import asked = read("");
  CHECK(asked.scope == kScope);
  CHECK(asked.bucket == "b");
  CHECK(asked.bucket_owner == "000000000007");
  CHECK(asked.prefix == "");
  CHECK(asked.format == InputFormat::csv);
  CHECK(asked.compression == Compression::none);
  CHECK(asked.options == "");
  CHECK(asked.creation_parameters == R"({"TableName":"Music"})");
  CHECK(asked.status == TransferStatus::in_progress);
}

TEST_CASE("what it states is taken") {
  const Import asked =
      read(R"(,"InputCompressionType":"GZIP")",
           R"("S3Bucket":"b","S3BucketOwner":"000000000009","S3KeyPrefix":"p/")", "DYNAMODB_JSON");
  CHECK(asked.bucket_owner == "000000000009");
  CHECK(asked.prefix == "p/");
  CHECK(asked.format == InputFormat::dynamodb_json);
  CHECK(asked.compression == Compression::gzip);
  CHECK(read(R"(,"InputCompressionType":"NONE")").compression == Compression::none);
  if (has_zstd()) CHECK(read(R"(,"InputCompressionType":"ZSTD")").compression == Compression::zstd);
}

TEST_CASE("ION, and options of another format, are refused") {
  CHECK(fault("", "ION") ==
        "Invalid Request: InputFormat ION is not supported: Rivulet imports DYNAMODB_JSON and CSV");
  const std::string options = R"(,"InputFormatOptions":{"Csv":{"Delimiter":";"}})";
  CHECK(fault(options, "DYNAMODB_JSON") ==
        "Invalid Request: Unsupported InputFormatOptions for the given input format: "
        "DYNAMODB_JSON.");
  CHECK(fault(options) == "none");
  CHECK(fault(R"(,"InputFormatOptions":{})", "DYNAMODB_JSON") == "none");
  CHECK(read(options).options == R"({"Csv":{"Delimiter":";"}})");
}

TEST_CASE("CSV is read with commas and its own header, unless options say otherwise") {
  for (const char* none : {"", "{}"}) {
    CHECK(csv_options(none).delimiter == ',');
    CHECK(csv_options(none).header.empty());
  }
  const CsvOptions options = csv_options(R"({"Csv":{"Delimiter":"|","HeaderList":["b","a"]}})");
  CHECK(options.delimiter == '|');
  CHECK(options.header == std::vector<std::string>{"b", "a"});
  CHECK(csv_options(R"({"Csv":{"HeaderList":["a"]}})").delimiter == ',');
  CHECK(csv_options(R"({"Csv":{"Delimiter":";"}})").header.empty());
}

}  // namespace import_request_test
