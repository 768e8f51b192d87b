#include "server/seeds/section.h"

namespace server::seeds {

void add_log_group(const Entry& entry, Resources& resources) {
  constexpr std::string_view kMembers[] = {"logGroupName", "retentionInDays", "tags"};
  entry.refuse_unknown(kMembers);
  const std::string name = entry.require_text("logGroupName");
  Value named;
  named.set("logGroupName", name);
  Value body = named;
  if (const Value* const tags = entry.value.find("tags")) body.set("tags", with_texts(*tags));

  Resource resource;
  resource.what = "log group " + name;
  resource.place = entry.place();
  // Which is the one operation that is of a group by its whole name, and answers whether it is
  // there.
  resource.look = logs("ListTagsLogGroup", named);
  resource.make = logs("CreateLogGroup", std::move(body));
  if (const Value* const days = entry.value.find("retentionInDays")) {
    Value retention = named;
    resource.after = {logs("PutRetentionPolicy", retention.set("retentionInDays", *days))};
  }
  resource.undo = {logs("DeleteLogGroup", std::move(named))};
  resources.push_back(std::move(resource));
}

}  // namespace server::seeds
