#include "server/snapshot_files/packed_objects.h"

#include "core/json/value.h"
#include "server/snapshot_files/envelope.h"
#include "storage/files/bucket_files.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace server::snapshot_files {
namespace {

using storage::files::ObjectFile;

constexpr std::size_t kDigits = 16;
constexpr std::size_t kMaxNameLength = 63;
constexpr std::string_view kBadObjects = "is damaged: it has objects that can't be";

bool are_digits(std::string_view text) {
  return text.size() == kDigits && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

// A name, "#" and digits: what comes from a file mustn't lead elsewhere.
bool is_place(std::string_view place) {
  const auto end = place.find('#');
  if (end == 0 || end == std::string_view::npos || end > kMaxNameLength || place[0] == '.') {
    return false;
  }
  return are_digits(place.substr(end + 1)) &&
         std::all_of(place.begin(), place.begin() + static_cast<std::ptrdiff_t>(end), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
         });
}

void check_buckets(storage::sqlite::Connection& from) {
  auto select = from.prepare("SELECT document FROM resource WHERE kind = 'saved-bucket'");
  for (auto run = select.run(); run.next();) {
    const auto bucket = core::json::Document::parse(std::string(run.text(0)));
    const auto place = bucket.root().object().find("Place");
    if (!place || !place->is(core::json::Kind::string) || !is_place(place->string())) {
      throw BadFile(std::string(kBadObjects));
    }
  }
}

}  // namespace

void pack_objects(const storage::files::OwnedDirectory& buckets,
                  storage::sqlite::Connection& into) {
  const storage::files::BucketFiles files(buckets, false);
  into.execute("CREATE TABLE object_bytes (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)");
  auto select = into.prepare("SELECT id, bucket, key, file, size_bytes FROM object ORDER BY id");
  auto insert = into.prepare("INSERT INTO object_bytes VALUES (?, ?)");
  for (auto run = select.run(); run.next();) {
    const auto file =
        files.open({std::string(run.text(1)), std::string(run.blob(2)), std::string(run.text(3))});
    const std::string bytes =
        storage::files::read_bytes(file, 0, static_cast<std::size_t>(run.whole(4)));
    insert.run().bind(1, run.whole(0)).bind_blob(2, bytes).execute();
  }
}

void unpack_objects(storage::sqlite::Connection& from,
                    const storage::files::OwnedDirectory& buckets) {
  storage::files::BucketFiles files(buckets, false);
  {
    auto select = from.prepare(
        "SELECT bucket, key, file, size_bytes, bytes FROM object LEFT JOIN object_bytes USING "
        "(id)");
    for (auto run = select.run(); run.next();) {
      const ObjectFile file{std::string(run.text(0)), std::string(run.blob(1)),
                            std::string(run.text(2))};
      const std::string_view bytes = run.blob(4);
      if (!is_place(file.bucket) || !are_digits(file.id) ||
          static_cast<std::int64_t>(bytes.size()) != run.whole(3)) {
        throw BadFile(std::string(kBadObjects));
      }
      files.write(file, bytes);
    }
  }
  check_buckets(from);
  from.execute("DROP TABLE object_bytes");
}

}  // namespace server::snapshot_files
