#include "server/operations/transfers/import_request.h"

#include "server/operations/backups/invalid_request.h"
#include "server/operations/transfers/transfer_json.h"
#include "server/operations/transfers/unpacker.h"

namespace server::operations {
namespace {

using core::json::Object;

void check_import_supported(const Object& body) {
  if (text_in(body, "InputFormat") == "ION") {
    throw_invalid_request(
        "InputFormat ION is not supported: Rivulet imports DYNAMODB_JSON and CSV");
  }
  if (text_in(body, "InputCompressionType") == "ZSTD" && !has_zstd()) {
    throw_invalid_request(
        "InputCompressionType ZSTD is not supported here: Rivulet finds no libzstd.so.1");
  }
}

Compression compression_of(const Object& body) {
  const std::string name = text_in(body, "InputCompressionType");
  if (name == "GZIP") return Compression::gzip;
  return name == "ZSTD" ? Compression::zstd : Compression::none;
}

void read_options(const Object& body, Import& asked) {
  const auto options = body.find("InputFormatOptions");
  if (!options) return;
  asked.options = options->text();
  if (options->object().find("Csv") && asked.format != InputFormat::csv) {
    throw_invalid_request(
        "Unsupported InputFormatOptions for the given input format: DYNAMODB_JSON.");
  }
}

}  // namespace

CsvOptions csv_options(const std::string& options) {
  CsvOptions read;
  if (options.empty()) return read;
  const auto document = core::json::Document::parse(options);
  const auto csv = document.root().object().find("Csv");
  if (!csv) return read;
  const std::string delimiter = text_in(csv->object(), "Delimiter");
  if (!delimiter.empty()) read.delimiter = delimiter.front();
  if (const auto header = csv->object().find("HeaderList")) {
    header->array().for_each(
        [&](core::json::Value name) { read.header.emplace_back(name.string()); });
  }
  return read;
}

Import read_import(const Object& request, const core::Scope& scope) {
  check_import_supported(request);
  Import asked;
  asked.scope = scope;
  const Object source = request.find("S3BucketSource")->object();
  asked.bucket = text_in(source, "S3Bucket");
  asked.bucket_owner = text_in(source, "S3BucketOwner");
  if (asked.bucket_owner.empty()) asked.bucket_owner = scope.account.get();
  asked.prefix = text_in(source, "S3KeyPrefix");
  asked.format =
      text_in(request, "InputFormat") == "CSV" ? InputFormat::csv : InputFormat::dynamodb_json;
  asked.compression = compression_of(request);
  asked.creation_parameters = request.find("TableCreationParameters")->text();
  read_options(request, asked);
  return asked;
}

}  // namespace server::operations
