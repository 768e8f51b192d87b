#include "server/s3/listing.h"

#include <algorithm>
#include <utility>

namespace server::s3 {
namespace {

// How many keys are read at once: few behind a leap, since the next one may be near.
constexpr std::size_t kFirstPage = 4;
constexpr std::size_t kLargestPage = 256;

// The first text behind all that begin so; nullopt when there is none.
std::optional<std::string> behind_all(std::string prefix) {
  while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xff) prefix.pop_back();
  if (prefix.empty()) return std::nullopt;
  ++prefix.back();
  return prefix;
}

// Up to the delimiter, with it; nullopt when the key has none behind the prefix.
std::optional<std::string> common_prefix(const std::string& key, const ListingQuery& query) {
  if (query.delimiter.empty()) return std::nullopt;
  const auto at = key.find(query.delimiter, query.prefix.size());
  if (at == std::string::npos) return std::nullopt;
  return key.substr(0, at + query.delimiter.size());
}

// Keys one after the other, with leaps.
class Keys {
 public:
  Keys(const ListFrom& list_from, std::string from)
      : list_from_(list_from), from_(std::move(from)) {}

  const storage::ListedObject* next() {
    if (at_ == page_.size() && !read_page()) return nullptr;
    return &page_[at_++];
  }

  void leap_to(std::optional<std::string> key) {
    while (at_ < page_.size() && (!key || page_[at_].key < *key)) ++at_;
    if (at_ < page_.size()) return;
    is_done_ = is_done_ || !key;
    if (key) from_ = std::max(from_, *key);
    page_size_ = kFirstPage;
  }

 private:
  bool read_page() {
    if (is_done_) return false;
    page_ = list_from_(from_, page_size_);
    at_ = 0;
    is_done_ = page_.size() < page_size_;
    page_size_ = std::min(2 * page_size_, kLargestPage);
    if (!page_.empty()) from_ = page_.back().key + '\0';
    return !page_.empty();
  }

  const ListFrom& list_from_;
  std::string from_;
  std::vector<storage::ListedObject> page_;
  std::size_t at_ = 0;
  std::size_t page_size_ = kFirstPage;
  bool is_done_ = false;
};

// Where to begin. A common prefix that was listed last has all that begin with it behind it.
std::string first_key(const ListingQuery& query) {
  if (query.after.empty()) return query.prefix;
  const bool is_prefix = !query.delimiter.empty() && query.after.starts_with(query.prefix) &&
                         common_prefix(query.after, query) == query.after;
  const std::string first =
      is_prefix ? behind_all(query.after).value_or(query.after) : query.after + '\0';
  return std::max(first, query.prefix);
}

}  // namespace

Listing list_keys(const ListingQuery& query, const ListFrom& list_from) {
  Listing listing;
  if (query.most == 0) return listing;
  Keys keys(list_from, first_key(query));
  while (const storage::ListedObject* const object = keys.next()) {
    if (!object->key.starts_with(query.prefix)) break;
    if (listing.objects.size() + listing.common_prefixes.size() == query.most) {
      listing.is_truncated = true;
      break;
    }
    if (auto prefix = common_prefix(object->key, query)) {
      keys.leap_to(behind_all(*prefix));
      listing.common_prefixes.push_back(*prefix);
      listing.last = *std::move(prefix);
    } else {
      listing.objects.push_back(*object);
      listing.last = object->key;
    }
  }
  return listing;
}

}  // namespace server::s3
