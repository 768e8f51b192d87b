#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace server::http {

// Awaits an operation and gives its error as a value beside its result.
constexpr auto kAsResult = boost::asio::as_tuple(boost::asio::use_awaitable);

}  // namespace server::http
