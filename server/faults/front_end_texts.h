#pragma once

#include <string_view>

// What AWS's front ends say of a caller, whichever service is behind them.
namespace server::faults {

// clang-format off
inline constexpr std::string_view kNotAuthorized =
    "User is not authorized to perform this action.";
inline constexpr std::string_view kExpiredToken =
    "The security token included in the request is expired";
inline constexpr std::string_view kIncompleteSignature =
    "The request signature does not conform to AWS standards.";
inline constexpr std::string_view kWrongSignature =
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";
inline constexpr std::string_view kMissingToken =
    "Missing Authentication Token";
inline constexpr std::string_view kNoSubscription =
    "The AWS access key ID needs a subscription for the service.";
inline constexpr std::string_view kUnknownToken =
    "The security token included in the request is invalid.";
// clang-format on

}  // namespace server::faults
