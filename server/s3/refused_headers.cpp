#include "server/s3/refused_headers.h"

#include "server/s3/s3_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace server::s3 {
namespace {

struct Refused {
  std::string_view header;
  std::array<std::string_view, 2> harmless;  // values that change nothing here
};

constexpr Refused kRefused[] = {
    {"x-amz-acl",                                       {"private", "bucket-owner-full-control"}},
    {"x-amz-bucket-object-lock-enabled",                {"false", "False"}                      },
    {"x-amz-grant-full-control",                        {}                                      },
    {"x-amz-grant-read",                                {}                                      },
    {"x-amz-grant-read-acp",                            {}                                      },
    {"x-amz-grant-write",                               {}                                      },
    {"x-amz-grant-write-acp",                           {}                                      },
    {"x-amz-object-lock-legal-hold",                    {"OFF"}                                 },
    {"x-amz-object-lock-mode",                          {}                                      },
    {"x-amz-object-ownership",                          {"BucketOwnerEnforced"}                 },
    {"x-amz-server-side-encryption",                    {"AES256"}                              },
    {"x-amz-server-side-encryption-customer-algorithm", {}                                      },
    {"x-amz-storage-class",                             {"STANDARD"}                            },
    {"x-amz-tagging",                                   {}                                      },
    {"x-amz-website-redirect-location",                 {}                                      },
    {"x-amz-write-offset-bytes",                        {}                                      },
};

}  // namespace

void refuse_unsupported_headers(const core::HttpHeaders& headers) {
  for (const Refused& refused : kRefused) {
    const auto value = headers.find(refused.header);
    if (!value || value->empty()) continue;
    if (std::count(refused.harmless.begin(), refused.harmless.end(), *value) != 0) continue;
    throw not_implemented(fmt::format("{}: {}", refused.header, *value));
  }
}

}  // namespace server::s3
