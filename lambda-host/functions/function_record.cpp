#include "lambda-host/functions/function_record.h"

#include "lambda-host/functions/function_name_pattern.h"

#include <algorithm>
#include <charconv>

namespace lambda_host {
namespace {

// What makes a difference to those who call it. The description of a version may be its own: what
// counts is the function's own at the time.
FunctionConfiguration essence(FunctionConfiguration f) {
  if (f.version != kLatestVersion) f.description = std::move(f.published_description);
  f.published_description.clear();
  f.version.clear();
  f.last_version = 0;
  f.code_id.clear();
  f.last_modified = {};
  f.revision_id.clear();
  f.tags.clear();
  return f;
}

// Copies what is behind `last`, at most so many, which is the last of them then.
template <class Map>
std::size_t copy_some(const Map& from, typename Map::key_type& last, std::size_t most, Map& to) {
  std::size_t count = 0;
  for (auto at = from.upper_bound(last); at != from.end() && count < most; ++at, ++count) {
    to.emplace_hint(to.end(), *at);
    last = at->first;
  }
  return count;
}

}  // namespace

std::int64_t version_number(std::string_view name) {
  if (!is_version_number(name) || name.front() == '0') return 0;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  return error == std::errc() ? number : 0;
}

DeploymentPtr FunctionRecord::find_version(const std::string& version) const {
  if (version.empty() || version == kLatestVersion) return latest;
  const auto found = versions.find(version_number(version));
  return found == versions.end() ? nullptr : found->second;
}

DeploymentPtr FunctionRecord::find(const std::string& qualifier) const {
  const auto alias = aliases.find(qualifier);
  return find_version(alias == aliases.end() ? qualifier : alias->second.function_version);
}

DeploymentPtr FunctionRecord::route(const std::string& qualifier, double fraction) const {
  const auto alias = aliases.find(qualifier);
  return find_version(alias == aliases.end() ? qualifier : routed_version(alias->second, fraction));
}

std::vector<DeploymentPtr> FunctionRecord::deployments() const {
  std::vector<DeploymentPtr> all;
  if (latest) all.push_back(latest);
  for (const auto& [number, version] : versions) all.push_back(version);
  return all;
}

std::vector<std::string> FunctionRecord::aliases_of(const std::string& version) const {
  std::vector<std::string> names;
  for (const auto& [name, alias] : aliases) {
    if (refers_to(alias, version)) names.push_back(name);
  }
  return names;
}

void FunctionRecord::keep(FunctionPart part, const std::string& qualifier,
                          std::optional<std::string> text) {
  attachments.erase({part, qualifier});
  if (text) attachments[{part, qualifier}] = *std::move(text);
}

void FunctionRecord::drop_attachments(const std::string& qualifier) {
  std::erase_if(attachments, [&](const auto& each) { return each.first.second == qualifier; });
}

FunctionPieces first_pieces(const FunctionRecord& record, std::size_t most) {
  FunctionPieces pieces;
  const auto left = [&] { return most - pieces.documents(); };
  pieces.attachments = std::min(left(), record.attachments.size());
  pieces.aliases = std::min(left(), record.aliases.size());
  pieces.versions = std::min(left(), record.versions.size());
  pieces.latest = left() > 0;
  return pieces;
}

std::size_t copy_behind(FunctionCursor& cursor, const FunctionRecord& record, std::size_t most,
                        FunctionRecord& copy) {
  std::size_t count = copy_some(record.versions, cursor.version, most, copy.versions);
  count += copy_some(record.aliases, cursor.alias, most - count, copy.aliases);
  return count + copy_some(record.attachments, cursor.attachment, most - count, copy.attachments);
}

bool is_published_as(const FunctionConfiguration& version, const FunctionConfiguration& latest) {
  return essence(version) == essence(latest);
}

}  // namespace lambda_host
