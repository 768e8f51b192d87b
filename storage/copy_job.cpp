#include "storage/copy_job.h"

#include "core/base64.h"
#include "core/json/value.h"
#include "core/json/writer.h"

namespace storage {
namespace {

using core::json::Object;

void write_end(core::json::Writer& writer, std::string_view name, const CopyJob::TableEnd& end) {
  writer.key(name).begin_object().member("account", end.scope.account.get());
  writer.member("region", end.scope.region.get()).member("table", end.name).end_object();
}

CopyJob::TableEnd read_end(const Object& job, std::string_view name) {
  const Object end = job.find(name)->object();
  return {
      {core::AccountId(std::string(end.find("account")->string())),
       core::Region(std::string(end.find("region")->string()))},
      std::string(end.find("table")->string())
  };
}

}  // namespace

std::string copy_job_to_json(const CopyJob& job) {
  core::json::Writer writer;
  writer.begin_object().member("number", job.number);
  write_end(writer, "source_table", job.source_table);
  writer.member("moment", job.moment).member("source_backup", job.source_backup);
  write_end(writer, "target_table", job.target_table);
  writer.member("target_backup", job.target_backup);
  writer.key("next_key").base64(job.next_key);
  return writer.member("all_copied", job.all_copied).end_object().take();
}

CopyJob copy_job_from_json(const std::string& json) {
  const auto document = core::json::Document::parse(json);
  const Object object = document.root().object();
  CopyJob job;
  job.number = *object.find("number")->whole();
  job.source_table = read_end(object, "source_table");
  job.moment = *object.find("moment")->whole();
  job.source_backup = *object.find("source_backup")->whole();
  job.target_table = read_end(object, "target_table");
  job.target_backup = *object.find("target_backup")->whole();
  job.next_key = *core::base64_decode(object.find("next_key")->string());
  job.all_copied = object.find("all_copied")->boolean();
  return job;
}

}  // namespace storage
