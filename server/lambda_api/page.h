#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace server::lambda_api {

// What Marker and MaxItems of a list operation ask for.
struct Page {
  std::string after;  // the last name of the page before; empty on the first one
  std::size_t max_items;
};

// From the query. `limit` is the most that a page has, whatever MaxItems says. Throws ApiError for
// a MaxItems that is no number from 1 to 10000 and for a Marker that we didn't make.
Page requested_page(std::string_view target, std::size_t limit);
// NextMarker for the page after the one that ends with `name`.
std::string next_marker(std::string_view name);

}  // namespace server::lambda_api
