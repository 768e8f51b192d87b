#include "server/faults/error_catalog.h"

// S3's errors: those of the model, and of "Error responses" in the API reference, which the model
// lacks.
namespace server::faults {
namespace {

// clang-format off
constexpr ErrorInfo kS3Infos[] = {
    {"BucketAlreadyExists", 409,
     "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again."},
    {"BucketAlreadyOwnedByYou", 409,
     "Your previous request to create the named bucket succeeded and you already own it."},
    {"BucketNotEmpty", 409, "The bucket you tried to delete is not empty"},
    {"EncryptionTypeMismatch", 400, "The existing object was created with a different encryption type."},
    {"InvalidObjectState", 403, "The operation is not valid for the object's storage class"},
    {"InvalidRequest", 400, "The request is not valid."},
    {"InvalidWriteOffset", 400,
     "The write offset value that you specified does not match the current object size."},
    {"NoSuchBucket", 404, "The specified bucket does not exist"},
    {"NoSuchKey", 404, "The specified key does not exist."},
    {"PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold"},
    {"TooManyBuckets", 400, "You have attempted to create more buckets than allowed"},
    {"TooManyParts", 400,
     "You have attempted to add more parts than the maximum of 10000 that are allowed for this object."},
};

// Those of every operation.
constexpr ErrorInfo kS3Common[] = {
    {"AccessDenied", 403, "Access Denied"},
    {"ExpiredToken", 400, "The provided token has expired."},
    {"InternalError", 500, "We encountered an internal error. Please try again."},
    {"InvalidAccessKeyId", 403, "The AWS Access Key Id you provided does not exist in our records."},
    {"OperationAborted", 409,
     "A conflicting conditional operation is currently in progress against this resource. Please try again."},
    {"RequestTimeTooSkewed", 403,
     "The difference between the request time and the current time is too large."},
    {"RequestTimeout", 400,
     "Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed."},
    {"ServiceUnavailable", 503, "Service is unable to handle request."},
    {"SignatureDoesNotMatch", 403,
     "The request signature we calculated does not match the signature you provided. Check your key and signing method."},
    {"SlowDown", 503, "Please reduce your request rate."},
};

constexpr OperationGroup kS3Groups[] = {
    {"CreateBucket",
     "BucketAlreadyExists BucketAlreadyOwnedByYou TooManyBuckets"},
    {"DeleteBucket",
     "BucketNotEmpty NoSuchBucket"},
    {"DeleteObject",
     "NoSuchBucket PreconditionFailed"},
    {"DeleteObjects GetBucketLocation HeadBucket ListObjects ListObjectsV2",
     "NoSuchBucket"},
    {"GetObject",
     "InvalidObjectState NoSuchBucket NoSuchKey PreconditionFailed"},
    {"HeadObject",
     "NoSuchBucket NoSuchKey PreconditionFailed"},
    {"ListBuckets",
     ""},
    {"PutObject",
     "EncryptionTypeMismatch InvalidRequest InvalidWriteOffset NoSuchBucket "
     "PreconditionFailed TooManyParts"},
};
// clang-format on

}  // namespace

const ServiceErrors& s3_errors() {
  static constexpr ServiceErrors kErrors{kS3Infos, kS3Groups, kS3Common};
  return kErrors;
}

}  // namespace server::faults
