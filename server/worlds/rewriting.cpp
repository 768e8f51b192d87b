#include "server/worlds/rewriting.h"

#include "core/arn.h"
#include "core/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace server::worlds {
namespace {

constexpr std::string_view kArn = "arn:";
constexpr std::string_view kOfStream = "/stream/";
constexpr std::string_view kOfTable = "table/";
constexpr std::size_t kLabelSize = std::string_view("2025-02-22T03:03:25.490").size();

// A copy of a text with other parts in the place of some, which are given from the first to the
// last. Linear, as replacing in the text itself isn't.
class Copy {
 public:
  explicit Copy(const std::string& text) : text_(text) {}

  void put(std::size_t begin, std::size_t end, std::string_view with) {
    out_.append(text_, copied_, begin - copied_).append(with);
    copied_ = end;
  }
  std::string take() { return std::move(out_.append(text_, copied_)); }

 private:
  const std::string& text_;
  std::size_t copied_ = 0;
  std::string out_;
};

// The closing sign of one may open the next: "/000000000000/" of a path.
std::string with_all_replaced(std::string text, std::string_view from, std::string_view to) {
  if (from == to) return text;
  Copy copy(text);
  for (auto at = text.find(from); at != std::string::npos;) {
    const auto closing = at + from.size() - 1;
    copy.put(at, closing, to.substr(0, to.size() - 1));
    at = text.find(from, closing);
  }
  return copy.take();
}

bool is_in_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

bool is_in_authority(char c) {
  return is_in_name(c) || c == ':' || c == '[' || c == ']';
}

bool is_in_bucket(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

// Where the word is that may be a bucket's name. No further away than the longest of these has it.
std::size_t word_begin(std::string_view text, std::size_t at) {
  const auto first = at - std::min(at, core::limits::kMaxBucketNameLength);
  while (at > first && is_in_bucket(text[at - 1])) --at;
  return at;
}

std::size_t word_end(std::string_view text, std::size_t at) {
  const auto last = std::min(text.size(), at + core::limits::kMaxBucketNameLength + 1);
  while (at < last && is_in_bucket(text[at])) ++at;
  return at;
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
  Copy copy(text);
  for (auto at = text.find(kArn); at != std::string::npos; at = text.find(kArn, at + 1)) {
    const auto arn = core::parse_arn(std::string_view(text).substr(at));
    if (arn && arn->partition == old && is_of(*arn, scope)) {
      copy.put(at + kArn.size(), at + kArn.size() + old.size(), partition);
    }
  }
  return copy.take();
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
  text = with_all_replaced(std::move(text), fmt::format(":{}:{}:", from.region.get(), old_account),
                           fmt::format(":{}:{}:", to.region.get(), new_account));
  text = with_all_replaced(std::move(text), fmt::format("::{}:", old_account),
                           fmt::format("::{}:", new_account));
  return with_all_replaced(std::move(text), fmt::format("/{}/", old_account),
                           fmt::format("/{}/", new_account));
}

std::string bucket_name_in(const core::Scope& to, std::string name, const core::Scope& from) {
  const std::string& old = from.account.get();
  for (auto at = name.find(old); at != std::string::npos; at = name.find(old, at + old.size())) {
    name.replace(at, old.size(), to.account.get());
  }
  return name;
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
  Copy copy(text);
  for (auto at = text.find("://"); at != std::string::npos; at = text.find("://", at + 1)) {
    const auto origin = origin_at(text, at);
    if (!origin || !leads_to_queue(text, *origin, urls)) continue;
    const std::size_t size = origin->end - origin->begin;
    if (port_of(std::string_view(text).substr(origin->begin, size)) == own_port) continue;
    copy.put(origin->begin, origin->end, urls.endpoint);
    at = origin->end;
  }
  return copy.take();
}

void Rewriting::rename_bucket(const std::string& name) {
  buckets_.insert(name);
}

void Rewriting::rename_stream(const core::TableName& table, const core::StreamLabel& old,
                              const core::StreamLabel& fresh) {
  fresh_.insert_or_assign(table.get(), fresh);
  fresh_of_ours_.insert_or_assign(fmt::format("{}{}{}", table.get(), kOfStream, old.get()), fresh);
}

// Of names with the account: others stay what they are. Both accounts have twelve digits.
std::string Rewriting::with_renamed_buckets(std::string text) const {
  const std::string& account = from_.account.get();
  if (account == to_.account.get()) return text;
  for (auto at = text.find(account); at != std::string::npos; at = text.find(account, at)) {
    const auto begin = word_begin(text, at);
    const auto end = bucket_end(text, begin, at + account.size());
    if (end) {
      const auto size = *end - begin;
      text.replace(begin, size, bucket_name_in(to_, text.substr(begin, size), from_));
    }
    at = end ? *end : std::max(word_end(text, begin), at + account.size());
  }
  return text;
}

// Where the bucket's name ends that begins there: with its word, or before a dot in it, as in
// "NAME.s3.amazonaws.com". nullopt when the snapshot has none.
std::optional<std::size_t> Rewriting::bucket_end(std::string_view text, std::size_t begin,
                                                 std::size_t first) const {
  const auto last = word_end(text, begin);
  for (std::size_t end = last; end >= first; --end) {
    if (end < last && text[end] != '.') continue;
    if (buckets_.find(text.substr(begin, end - begin)) != buckets_.end()) return end;
  }
  return std::nullopt;
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
  text = with_renamed_buckets(std::move(text));
  return rewritten(std::move(text), from_, to_);
}

}  // namespace server::worlds
