#pragma once

#include "core/front_end.h"

#include <exception>
#include <optional>
#include <string>
#include <string_view>

// The request is wrong: thrown where it is seen, caught and rendered once, in the dispatcher.
// Outcomes that belong to an operation's ordinary life (a failed condition) are values instead.
namespace core {

// Named after the exceptions of the AWS service models, without their suffix.
enum class ErrorCode {
  access_denied,
  backup_in_use,
  backup_not_found,
  batch_entry_ids_not_distinct,
  batch_request_too_long,
  code_signing_config_not_found,
  conditional_check_failed,
  duplicate_item,
  empty_batch_request,
  expired_iterator,
  export_conflict,
  export_not_found,
  idempotent_parameter_mismatch,
  import_conflict,
  import_not_found,
  incomplete_signature,
  index_not_found,
  internal,
  invalid_address,
  invalid_attribute_name,
  invalid_attribute_value,
  invalid_batch_entry_id,
  invalid_export_time,
  invalid_message_contents,
  invalid_parameter,
  invalid_parameter_value,
  invalid_request_content,
  invalid_restore_time,
  invalid_signature,
  item_collection_size_limit_exceeded,
  limit_exceeded,
  missing_authentication_token,
  missing_required_parameter,
  over_limit,
  point_in_time_recovery_unavailable,
  policy_length_exceeded,
  policy_not_found,
  precondition_failed,
  provisioned_concurrency_config_not_found,
  provisioned_throughput_exceeded,
  purge_queue_in_progress,
  queue_deleted_recently,
  queue_does_not_exist,
  queue_name_exists,
  receipt_handle_is_invalid,
  request_entity_too_large,
  request_too_large,
  resource_already_exists,
  resource_conflict,
  resource_in_use,
  resource_not_found,
  serialization,
  service_unavailable,
  table_already_exists,
  table_in_use,
  table_not_found,
  too_many_entries_in_batch_request,
  too_many_requests,
  transaction_canceled,
  transaction_conflict,
  trimmed_data_access,
  unknown_operation,
  unsupported_media_type,
  unsupported_operation,
  validation,
};

// "ValidationException": the bare name, as it stands after the '#' of a `__type`.
std::string_view error_name(ErrorCode code);

// One fault as DynamoDB's two front ends word it.
struct Wording {
  std::string current;
  std::string older;
  // The current front end can't read such a request at all, and leaves it to the older one.
  bool left_to_older = false;
};

class ApiError : public std::exception {
 public:
  ApiError(ErrorCode code, std::string message) : code_(code), message_(std::move(message)) {}
  ApiError(ErrorCode code, Wording wording)
      : code_(code),
        message_(std::move(wording.current)),
        older_message_(std::move(wording.older)),
        left_to_older_(wording.left_to_older) {}
  // `members` are further members of the error body, as JSON text without the outer braces:
  // "\"Item\":{…}".
  ApiError(ErrorCode code, std::string message, std::string members)
      : code_(code), message_(std::move(message)), members_(std::move(members)) {}

  ErrorCode code() const { return code_; }
  // In the words of the current front end, where the two differ.
  const std::string& message() const { return message_; }
  const std::string& message(FrontEnd front_end) const;
  bool left_to_older() const { return left_to_older_; }
  // The same error with that front end's message as its only one.
  ApiError in_words_of(FrontEnd front_end) const;
  const std::string& members() const { return members_; }
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  ErrorCode code_;
  std::string message_;
  std::optional<std::string> older_message_;  // nullopt: the same
  bool left_to_older_ = false;
  std::string members_;
};

// The most frequent one: a ValidationException with this message.
[[noreturn]] void throw_validation(std::string message);
[[noreturn]] void throw_validation(Wording wording);
// What only the older front end words, whichever begins to read the request.
[[noreturn]] void throw_left_to_older(std::string message);

// Stands before a violated constraint, and before other faults where AWS counts them, too.
inline constexpr std::string_view kOneValidationError = "1 validation error detected: ";

}  // namespace core
