#pragma once

// What DynamoDB says of faults that an operation finds and that a test may ask for: the texts that
// both of them tell.
namespace core::dynamodb_texts {

inline constexpr const char* kConditionFailed = "The conditional request failed";
inline constexpr const char* kDuplicateItem = "Duplicate primary key exists in table";
inline constexpr const char* kTokenReused =
    "DynamoDB rejected the request because you retried a request with a different payload but with "
    "an idempotent token that was already used.";
inline constexpr const char* kExportConflict =
    "Export conflict: Duplicate request detected with conflicting parameters";
inline constexpr const char* kImportConflict =
    "Import conflict: Duplicate request detected with conflicting parameters";
inline constexpr const char* kIteratorTooOld =
    "The provided iterator exceeds the maximum age allowed.";
inline constexpr const char* kTrimmed = "The data you are trying to access has been trimmed";

}  // namespace core::dynamodb_texts
