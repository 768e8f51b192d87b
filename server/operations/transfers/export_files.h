#pragma once

#include "core/key_schema.h"
#include "server/operations/transfers/export.h"
#include "storage/past_items.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The data files of an export: gzipped lines of JSON, in the forms that AWS writes (developer
// guide, "DynamoDB table export output format").
namespace server::operations {

// {"Item":{…}} and a line's end.
std::string item_line(std::string_view stored_item);
// {"Metadata":{…},"Keys":{…},"NewImage":{…},"OldImage":{…}} and a line's end.
std::string change_line(const storage::ItemChange& change, const core::KeySchema& schema,
                        bool old_image);

// What the manifest says of a file.
struct DataFile {
  std::string key;
  std::string md5;  // 16 raw bytes
  std::int64_t item_count = 0;
};

struct PackedFile {
  DataFile about;
  std::string content;
};

// Cuts an export's lines into files and packs them. Where it cuts, and what a file is called,
// depends on nothing but the export and its lines: one that begins anew after a restart writes the
// same files over those that it had. Pure, for a worker.
class ExportFiles {
 public:
  static constexpr std::size_t kFileBytes = std::size_t{8} << 20;  // of lines

  explicit ExportFiles(const Export& of, std::size_t file_bytes = kFileBytes)
      : folder_(of.data_folder()), export_id_(of.id()), file_bytes_(file_bytes) {}

  void add(std::string_view line);
  // The last file. It may be empty: an export of an empty table has a file, too.
  void end() { pack(); }
  // Those that have become complete.
  std::vector<PackedFile> take() { return std::exchange(complete_, {}); }

 private:
  void pack();

  std::string folder_;
  std::string export_id_;
  std::size_t file_bytes_;
  std::string lines_;
  std::int64_t line_count_ = 0;
  int file_count_ = 0;
  std::vector<PackedFile> complete_;
};

}  // namespace server::operations
