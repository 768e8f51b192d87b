#include "server/operations/transfers/export_files.h"

#include "core/digest.h"
#include "core/json/writer.h"
#include "server/operations/transfers/export_manifest.h"
#include "server/protocol/content_coding.h"
#include "storage/item_codec.h"

#include <fmt/format.h>

namespace server::operations {
namespace {

using core::json::Writer;

void write_image(Writer& writer, std::string_view name, const std::optional<std::string>& item) {
  if (item) storage::write_stored_item(writer.key(name), *item);
}

// "1f8a…", 26 characters long as AWS's are, which no other file of any export has.
std::string file_name(const std::string& export_id, int number) {
  constexpr std::size_t kLength = 26;
  const std::string digest = core::hex(raw_md5(fmt::format("{}/{}", export_id, number)));
  return digest.substr(0, kLength) + ".json.gz";
}

}  // namespace

std::string item_line(std::string_view stored_item) {
  Writer writer;
  writer.begin_object().key("Item");
  storage::write_stored_item(writer, stored_item);
  return writer.end_object().take() + "\n";
}

std::string change_line(const storage::ItemChange& change, const core::KeySchema& schema,
                        bool old_image) {
  const core::Item item = storage::decode_item(change.after ? *change.after : *change.before);
  Writer writer;
  writer.begin_object().key("Metadata").begin_object().key("WriteTimestampMicros").begin_object();
  writer.member("N", std::to_string(core::epoch_milliseconds(change.at) * 1000));
  writer.end_object().end_object().key("Keys");
  storage::write_stored_item(writer, storage::encode_key_attributes(schema, item));
  write_image(writer, "NewImage", change.after);
  if (old_image) write_image(writer, "OldImage", change.before);
  return writer.end_object().take() + "\n";
}

void ExportFiles::add(std::string_view line) {
  lines_ += line;
  ++line_count_;
  if (lines_.size() >= file_bytes_) pack();
}

void ExportFiles::pack() {
  PackedFile file;
  file.content = protocol::encode(lines_, protocol::ContentCoding::gzip);
  file.about = {folder_ + file_name(export_id_, file_count_++), raw_md5(file.content),
                std::exchange(line_count_, 0)};
  lines_.clear();
  complete_.push_back(std::move(file));
}

}  // namespace server::operations
