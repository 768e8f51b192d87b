#pragma once

#include <string_view>

namespace server::s3 {

// Headers that are kept with an object and sent with it, and the parameters of a GET that send
// something else in their place.
struct KeptHeader {
  std::string_view name;
  std::string_view override_parameter;
};

inline constexpr KeptHeader kKeptHeaders[] = {
    {"Cache-Control",       "response-cache-control"      },
    {"Content-Disposition", "response-content-disposition"},
    {"Content-Encoding",    "response-content-encoding"   },
    {"Content-Language",    "response-content-language"   },
    {"Expires",             "response-expires"            },
};

}  // namespace server::s3
