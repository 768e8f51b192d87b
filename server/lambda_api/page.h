#pragma once

#include "core/json/writer.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace server::lambda_api {

// What a page has at most (Lambda API reference, ListFunctions and the other lists).
inline constexpr std::size_t kMaxPageItems = 50;

// What Marker and MaxItems of a list operation ask for.
struct Page {
  std::string after;  // the last name of the page before; empty on the first one
  std::size_t max_items;
};

// The largest MaxItems of most lists, by their models.
inline constexpr int kMaxMaxItems = 10000;

// From the query. `limit` is the most that a page has, whatever MaxItems says. Throws ApiError for
// a MaxItems that is no number from 1 to `max_max_items` and for a Marker that we didn't make.
Page requested_page(std::string_view target, std::size_t limit, int max_max_items = kMaxMaxItems);
// NextMarker for the page after the one that ends with `name`.
std::string next_marker(std::string_view name);

// The answer of a list operation: `{"Functions":[…],"NextMarker":…}`. Items are added in the
// ascending order of their names; those of other pages are left out.
class PageWriter {
 public:
  PageWriter(std::string_view member, Page page);
  void add(std::string_view name, const std::function<void(core::json::Writer&)>& write);
  std::string take();

 private:
  Page page_;
  core::json::Writer writer_;
  std::size_t listed_ = 0;
  std::string last_;
  bool is_complete_ = true;
};

}  // namespace server::lambda_api
