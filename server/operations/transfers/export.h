#pragma once

#include "core/clock.h"
#include "core/names.h"
#include "server/operations/transfers/transfer_status.h"
#include "storage/history_table.h"

#include <cstdint>
#include <string>

namespace server::operations {

// One export of a table, as it was asked for and as far as it has come.
struct Export {
  core::Scope scope;
  std::string arn;
  std::string table;  // its name
  std::string table_id;
  std::string client_token;

  bool incremental = false;
  bool type_stated = false;    // only then it is shown
  bool end_stated = false;     // whether the request had ExportTime, or ExportToTime
  core::WallTime export_time;  // of a full one
  core::WallTime from;         // of an incremental one: what was written from then on,
  core::WallTime to;           // and before then
  bool old_images = true;      // the view NEW_AND_OLD_IMAGES

  std::string bucket;
  std::string bucket_owner;
  std::string prefix;
  std::string sse_algorithm = "AES256";
  std::string sse_key;

  // Of the table's history: what is exported was written between, or is what was at the second one.
  storage::HistoryPosition since = 0;
  storage::HistoryPosition until = 0;

  TransferStatus status = TransferStatus::in_progress;
  core::WallTime started_at;
  core::WallTime ended_at;
  TransferFailure failure;
  std::int64_t item_count = 0;
  std::int64_t billed_bytes = 0;

  // The oldest moment that it reads.
  storage::HistoryPosition oldest() const { return incremental ? since : until; }

  // "01791506414432-3f2e5aa4"
  std::string id() const { return arn.substr(arn.rfind('/') + 1); }
  // Where its files lie: "PREFIX/AWSDynamoDB/", with a folder of its own in it. All incremental
  // exports to a place share one folder of data (developer guide, "DynamoDB table export output
  // format").
  std::string root() const {
    const bool slash = !prefix.empty() && prefix.back() != '/';
    return prefix + (slash ? "/" : "") + "AWSDynamoDB/";
  }
  std::string folder() const { return root() + id() + "/"; }
  std::string data_folder() const { return (incremental ? root() : folder()) + "data/"; }
  std::string manifest() const { return folder() + "manifest-summary.json"; }
};

// Whether both were asked for alike, but for the token.
bool same_request(const Export& left, const Export& right);

}  // namespace server::operations
