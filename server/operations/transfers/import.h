#pragma once

#include "core/clock.h"
#include "core/names.h"
#include "server/operations/transfers/transfer_status.h"

#include <cstdint>
#include <string>
#include <vector>

namespace server::operations {

enum class InputFormat { dynamodb_json, csv };
enum class Compression { none, gzip, zstd };

// How a CSV file is read.
struct CsvOptions {
  char delimiter = ',';
  std::vector<std::string> header = {};  // empty: each object's first line
};

// What of an import's objects became items.
struct ImportCounts {
  std::int64_t source_bytes = 0;  // of the objects
  std::int64_t items = 0;
  std::int64_t imported = 0;
  std::int64_t errors = 0;
};

// One import into a new table, as it was asked for and as far as it has come.
struct Import {
  core::Scope scope;
  std::string arn;
  std::string table;  // its name
  std::string table_id;
  std::string client_token;
  std::string bucket;
  std::string bucket_owner;
  std::string prefix;
  InputFormat format = InputFormat::dynamodb_json;
  Compression compression = Compression::none;
  std::string options;              // InputFormatOptions as JSON; empty: none
  std::string creation_parameters;  // TableCreationParameters as JSON

  TransferStatus status = TransferStatus::in_progress;
  core::WallTime started_at;
  core::WallTime ended_at;
  TransferFailure failure;
  // What is done: the objects up to this key.
  std::string last_key;
  ImportCounts counts;
};

// Whether both were asked for alike, but for the token.
bool same_request(const Import& left, const Import& right);

}  // namespace server::operations
