#include "server/worlds/rewriting.h"

#include "core/arn.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace server::worlds {
namespace {

constexpr std::string_view kArn = "arn:";
constexpr std::string_view kOfStream = "/stream/";
constexpr std::string_view kOfTable = "table/";
constexpr std::size_t kLabelSize = std::string_view("2025-02-22T03:03:25.490").size();

// The closing sign of one may open the next: "/000000000000/" of a path.
void replace_all(std::string& text, const std::string& from, const std::string& to) {
  if (from == to) return;
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    text.replace(at, from.size(), to);
    at += to.size() - 1;
  }
}

bool is_in_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

bool is_in_authority(char c) {
  return is_in_name(c) || c == ':' || c == '[' || c == ']';
}

std::size_t name_end(std::string_view text, std::size_t from) {
  const auto end =
      std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), is_in_name);
  return static_cast<std::size_t>(end - text.begin());
}

// Of the scope's things, or of a bucket, whose ARN has neither region nor account.
bool is_of(const core::ArnParts& arn, const core::Scope& scope) {
  if (arn.region.empty() && arn.account.empty()) return arn.service == "s3";
  return arn.account == scope.account.get() &&
         (arn.region.empty() || arn.region == scope.region.get());
}

std::string with_partition(std::string text, const core::Scope& scope, std::string_view partition) {
  const std::string_view old = core::partition_of(scope.region);
  if (old == partition) return text;
  for (auto at = text.find(kArn); at != std::string::npos; at = text.find(kArn, at + 1)) {
    const auto arn = core::parse_arn(std::string_view(text).substr(at));
    if (arn && arn->partition == old && is_of(*arn, scope)) {
      text.replace(at + kArn.size(), old.size(), partition);
    }
  }
  return text;
}

// A URL's part before its path, "http://localhost:8000".
struct Origin {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// nullopt when what stands before the "://" is no scheme of ours, or no path follows.
std::optional<Origin> origin_at(std::string_view text, std::size_t colon) {
  const auto slash = text.find('/', colon + 3);
  if (slash == std::string_view::npos) return std::nullopt;
  const std::string_view authority = text.substr(colon + 3, slash - colon - 3);
  if (!std::all_of(authority.begin(), authority.end(), is_in_authority)) return std::nullopt;
  for (const std::string_view scheme : {"https", "http"}) {
    if (text.substr(0, colon).ends_with(scheme)) return Origin{colon - scheme.size(), slash};
  }
  return std::nullopt;
}

bool leads_to_queue(std::string_view text, const Origin& origin, const QueueUrls& urls) {
  const auto port = port_of(text.substr(origin.begin, origin.end - origin.begin));
  if (!port || std::find(urls.ports.begin(), urls.ports.end(), *port) == urls.ports.end()) {
    return false;
  }
  const std::string account = fmt::format("/{}/", urls.account.get());
  if (text.substr(origin.end, account.size()) != account) return false;
  const auto name = origin.end + account.size();
  return urls.has_queue(text.substr(name, name_end(text, name) - name));
}

}  // namespace

std::string rewritten(std::string text, const core::Scope& from, const core::Scope& to) {
  const std::string& old_account = from.account.get();
  const std::string& new_account = to.account.get();
  text = with_partition(std::move(text), from, core::partition_of(to.region));
  replace_all(text, fmt::format(":{}:{}:", from.region.get(), old_account),
              fmt::format(":{}:{}:", to.region.get(), new_account));
  replace_all(text, fmt::format("::{}:", old_account), fmt::format("::{}:", new_account));
  replace_all(text, fmt::format("/{}/", old_account), fmt::format("/{}/", new_account));
  return text;
}

std::string bucket_name_in(const core::Scope& to, std::string name, const core::Scope& from) {
  return renamed(std::move(name), from.account.get(), to.account.get());
}

std::string renamed(std::string text, const std::string& from, const std::string& to) {
  if (from == to) return text;
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::optional<std::uint16_t> port_of(std::string_view authority) {
  const auto colon = authority.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view digits = authority.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return port;
}

std::string with_moved_queues(std::string text, const QueueUrls& urls) {
  const auto own_port = port_of(urls.endpoint);
  for (auto at = text.find("://"); at != std::string::npos; at = text.find("://", at + 1)) {
    const auto origin = origin_at(text, at);
    if (!origin || !leads_to_queue(text, *origin, urls)) continue;
    const std::size_t size = origin->end - origin->begin;
    if (port_of(std::string_view(text).substr(origin->begin, size)) == own_port) continue;
    text.replace(origin->begin, size, urls.endpoint);
    at = origin->begin + urls.endpoint.size();
  }
  return text;
}

void Rewriting::rename_bucket(const std::string& name) {
  buckets_.emplace_back(name, bucket_name_in(to_, name, from_));
}

void Rewriting::rename_stream(const core::TableName& table, const core::StreamLabel& old,
                              const core::StreamLabel& fresh) {
  fresh_.insert_or_assign(table.get(), fresh);
  fresh_of_ours_.insert_or_assign(fmt::format("{}{}{}", table.get(), kOfStream, old.get()), fresh);
}

// Of streams of this scope that the snapshot has: others keep what they are called.
std::string Rewriting::with_fresh_streams(std::string text) const {
  const std::string before =
      fmt::format(":{}:{}:{}", from_.region.get(), from_.account.get(), kOfTable);
  for (auto at = text.find(before); at != std::string::npos; at = text.find(before, at + 1)) {
    const auto table = at + before.size();
    const auto slash = name_end(text, table);
    const auto label = slash + kOfStream.size();
    if (text.compare(slash, kOfStream.size(), kOfStream) != 0) continue;
    const auto found =
        fresh_of_ours_.find(std::string_view(text).substr(table, label - table + kLabelSize));
    if (found != fresh_of_ours_.end()) text.replace(label, kLabelSize, found->second.get());
  }
  return text;
}

std::string Rewriting::operator()(std::string text) const {
  text = with_fresh_streams(std::move(text));
  text = with_moved_queues(std::move(text), urls_);
  text = rewritten(std::move(text), from_, to_);
  for (const auto& [from, to] : buckets_) text = renamed(std::move(text), from, to);
  return text;
}

}  // namespace server::worlds
