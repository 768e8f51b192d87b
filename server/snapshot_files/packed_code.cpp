#include "server/snapshot_files/packed_code.h"

#include "core/json/value.h"
#include "lambda-host/functions/zip_archive.h"
#include "server/seeds/code_zip.h"
#include "server/seeds/file_text.h"
#include "server/snapshot_files/envelope.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>

namespace server::snapshot_files {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kIdLength = 36;
constexpr std::string_view kBadId = "is damaged: it names code that can't be";

// A UUID: what comes from a file mustn't name another place.
bool is_code_id(std::string_view id) {
  return id.size() == kIdLength && std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '-';
         });
}

// Empty, if the function has no layers.
std::string zip_of_opt(const lambda_host::CodeDirectory& code) {
  return fs::exists(code.opt_root()) ? seeds::zip_of_folder(code.opt_root()) : std::string();
}

void lay_out(const std::string& id, std::string_view zip, std::string_view opt,
             const storage::files::OwnedDirectory& root) {
  const auto directory = root.directory().make(id);
  directory.make("task", lambda_host::kDirectoryMode);
  lambda_host::unpack_zip(zip, root.path() / id / "task");
  directory.write_file("code.zip", zip);
  if (opt.empty()) return;
  directory.make("opt", lambda_host::kDirectoryMode);
  lambda_host::unpack_zip(opt, root.path() / id / "opt");
}

// Of what functions and layers have.
void check_owners(storage::sqlite::Connection& from) {
  auto select =
      from.prepare("SELECT document FROM resource WHERE kind IN ('function', 'layer-version')");
  for (auto run = select.run(); run.next();) {
    const auto owner = core::json::Document::parse(std::string(run.text(0)));
    const auto id = owner.root().object().find("code_id");
    if (!id || !id->is(core::json::Kind::string) || !is_code_id(id->string()))
      throw BadFile(std::string(kBadId));
  }
}

}  // namespace

void pack(const std::vector<CodePtr>& codes, storage::sqlite::Connection& into) {
  into.execute("CREATE TABLE code (id TEXT PRIMARY KEY, zip BLOB NOT NULL, opt BLOB NOT NULL)");
  auto insert = into.prepare("INSERT INTO code VALUES (?, ?, ?)");
  for (const CodePtr& code : codes) {
    const std::string zip = seeds::file_text(code->zip_file(), kMaxBytes);
    const std::string opt = zip_of_opt(*code);
    insert.run().bind_text(1, code->id()).bind_blob(2, zip).bind_blob(3, opt).execute();
  }
}

void unpack(storage::sqlite::Connection& from, const storage::files::OwnedDirectory& root) {
  {
    auto select = from.prepare("SELECT id, zip, opt FROM code");
    for (auto run = select.run(); run.next();) {
      const std::string id(run.text(0));
      if (!is_code_id(id)) throw BadFile(std::string(kBadId));
      lay_out(id, run.blob(1), run.blob(2), root);
    }
  }
  check_owners(from);
  from.execute("DROP TABLE code");
}

}  // namespace server::snapshot_files
