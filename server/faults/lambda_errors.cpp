#include "server/faults/error_catalog.h"
#include "server/faults/front_end_texts.h"

// Lambda's errors.
namespace server::faults {
namespace {

// clang-format off
constexpr ErrorInfo kLambdaInfos[] = {
    {"CodeSigningConfigNotFoundException", 404,
     "The code signing configuration cannot be found. Check that the provided configuration is not deleted."},
    {"CodeStorageExceededException", 400, "Code storage limit exceeded."},
    {"CodeVerificationFailedException", 400,
     "Lambda cannot deploy the function. The function or layer might be signed using a signature that the client is not configured to accept."},
    {"DurableExecutionAlreadyStartedException", 409, "A durable execution of this name was already started."},
    {"EC2AccessDeniedException", 502,
     "Lambda was not able to access EC2 resources: the execution role lacks permissions."},
    {"EC2ThrottledException", 502,
     "Lambda was throttled by Amazon EC2 during Lambda function initialization using the execution role provided for the Lambda function."},
    {"EC2UnexpectedException", 502,
     "Lambda received an unexpected EC2 client exception while setting up for the Lambda function."},
    {"EFSIOException", 410, "An error occurred when reading from or writing to a connected file system."},
    {"EFSMountConnectivityException", 408, "The function couldn't connect to the Amazon EFS file system."},
    {"EFSMountFailureException", 403, "The function couldn't mount the EFS file system."},
    {"EFSMountTimeoutException", 408,
     "The function couldn't mount the EFS file system: the operation timed out."},
    {"ENILimitReachedException", 502,
     "Lambda was not able to create an Elastic Network Interface in the VPC of the function: the limit of network interfaces has been reached."},
    {"FunctionVersionsPerCapacityProviderLimitExceededException", 400,
     "Too many function versions use this capacity provider."},
    {"InvalidCodeSignatureException", 400, "The code signature failed the integrity check."},
    {"InvalidParameterValueException", 400, "One of the parameters in the request is not valid."},
    {"InvalidRequestContentException", 400, "Could not parse request body into json"},
    {"InvalidRuntimeException", 502, "The runtime or runtime version specified is not supported."},
    {"InvalidSecurityGroupIDException", 502,
     "The security group ID of the function's VPC configuration is not valid."},
    {"InvalidSubnetIDException", 502, "The subnet ID of the function's VPC configuration is not valid."},
    {"InvalidZipFileException", 502, "Lambda could not unzip the deployment package."},
    {"KMSAccessDeniedException", 502,
     "Lambda was unable to decrypt the environment variables because KMS access was denied. Please check the function's KMS key settings."},
    {"KMSDisabledException", 502,
     "Lambda was unable to decrypt the environment variables because the KMS key is disabled. Please check the function's KMS key settings."},
    {"KMSInvalidStateException", 502,
     "Lambda was unable to decrypt the environment variables because the KMS key is in an invalid state for Decrypt. Please check the function's KMS key settings."},
    {"KMSNotFoundException", 502,
     "Lambda was unable to decrypt the environment variables because the KMS key was not found. Please check the function's KMS key settings."},
    {"NoPublishedVersionException", 400, "The function has no published version."},
    {"PolicyLengthExceededException", 400, "The final policy size is bigger than the limit (20480)."},
    {"PreconditionFailedException", 412,
     "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id"},
    {"ProvisionedConcurrencyConfigNotFoundException", 404,
     "No Provisioned Concurrency Config found for this function"},
    {"RecursiveInvocationException", 400, "Lambda detected a recursive loop and stopped the invocation."},
    {"RequestTooLargeException", 413,
     "Request must be smaller than 6291456 bytes for the InvokeFunction operation"},
    {"ResourceConflictException", 409,
     "The operation cannot be performed at this time. An update is in progress for resource."},
    {"ResourceInUseException", 400, "The resource is being changed by another operation."},
    {"ResourceNotFoundException", 404, "The resource you requested does not exist."},
    {"ResourceNotReadyException", 502,
     "The function is inactive and its VPC connection is no longer available."},
    {"S3FilesMountConnectivityException", 408, "The function couldn't connect to the S3 Files access point."},
    {"S3FilesMountFailureException", 403, "The function couldn't mount the S3 Files access point."},
    {"S3FilesMountTimeoutException", 408,
     "The function couldn't mount the S3 Files access point: the operation timed out."},
    {"SerializedRequestEntityTooLargeException", 413, "The serialized request is too large."},
    {"SnapStartException", 400, "The afterRestore() runtime hook failed."},
    {"SnapStartNotReadyException", 409,
     "The function is being initialized. It can be invoked when it is active."},
    {"SnapStartTimeoutException", 408, "The snapshot couldn't be restored in time."},
    {"SubnetIPAddressLimitReachedException", 502,
     "Lambda was not able to set up VPC access for the Lambda function because one or more configured subnets has no available IP addresses."},
    {"UnsupportedMediaTypeException", 415, "The content type of the request body is not JSON."},
};

// Those of every operation.
constexpr ErrorInfo kLambdaCommon[] = {
    {"AccessDeniedException", 403, kNotAuthorized},
    {"ExpiredTokenException", 403, kExpiredToken},
    {"IncompleteSignatureException", 403, kIncompleteSignature},
    {"InternalFailure", 500, "The request could not be completed because of an internal error."},
    {"InvalidSignatureException", 403, kWrongSignature},
    {"MissingAuthenticationTokenException", 403, kMissingToken},
    {"OptInRequired", 403, kNoSubscription},
    {"ServiceException", 500, "An internal error occurred. Please retry your request."},
    {"ServiceUnavailable", 503, "The service is currently unavailable. Please try again."},
    {"ThrottlingException", 429, "Rate exceeded"},
    {"TooManyRequestsException", 429, "Rate Exceeded."},
    {"UnrecognizedClientException", 403, kUnknownToken},
    {"ValidationException", 400, "1 validation error detected"},
};

constexpr OperationGroup kLambdaGroups[] = {
    {"AddLayerVersionPermission AddPermission",
     "InvalidParameterValueException PolicyLengthExceededException "
     "PreconditionFailedException ResourceConflictException "
     "ResourceNotFoundException"},
    {"CreateAlias CreateEventSourceMapping DeleteFunction "
     "DeleteFunctionConcurrency DeleteFunctionEventInvokeConfig "
     "DeleteProvisionedConcurrencyConfig PutFunctionConcurrency "
     "PutFunctionEventInvokeConfig PutFunctionRecursionConfig "
     "PutProvisionedConcurrencyConfig PutRuntimeManagementConfig TagResource "
     "UntagResource UpdateFunctionEventInvokeConfig",
     "InvalidParameterValueException ResourceConflictException "
     "ResourceNotFoundException"},
    {"CreateFunction",
     "CodeSigningConfigNotFoundException CodeStorageExceededException "
     "CodeVerificationFailedException "
     "FunctionVersionsPerCapacityProviderLimitExceededException "
     "InvalidCodeSignatureException InvalidParameterValueException "
     "ResourceConflictException ResourceNotFoundException"},
    {"DeleteAlias",
     "InvalidParameterValueException ResourceConflictException"},
    {"DeleteEventSourceMapping UpdateEventSourceMapping",
     "InvalidParameterValueException ResourceConflictException "
     "ResourceInUseException ResourceNotFoundException"},
    {"DeleteFunctionCodeSigningConfig PutFunctionCodeSigningConfig",
     "CodeSigningConfigNotFoundException InvalidParameterValueException "
     "ResourceConflictException ResourceNotFoundException"},
    {"DeleteLayerVersion GetAccountSettings",
     ""},
    {"GetAlias GetEventSourceMapping GetFunction GetFunctionCodeSigningConfig "
     "GetFunctionConcurrency GetFunctionConfiguration "
     "GetFunctionEventInvokeConfig GetFunctionRecursionConfig GetLayerVersion "
     "GetLayerVersionByArn GetLayerVersionPolicy GetPolicy "
     "GetRuntimeManagementConfig ListAliases ListEventSourceMappings "
     "ListFunctionEventInvokeConfigs ListLayerVersions "
     "ListProvisionedConcurrencyConfigs ListTags ListVersionsByFunction",
     "InvalidParameterValueException ResourceNotFoundException"},
    {"GetProvisionedConcurrencyConfig",
     "InvalidParameterValueException "
     "ProvisionedConcurrencyConfigNotFoundException ResourceNotFoundException"},
    {"Invoke",
     "DurableExecutionAlreadyStartedException EC2AccessDeniedException "
     "EC2ThrottledException EC2UnexpectedException EFSIOException "
     "EFSMountConnectivityException EFSMountFailureException "
     "EFSMountTimeoutException ENILimitReachedException "
     "InvalidParameterValueException InvalidRequestContentException "
     "InvalidRuntimeException InvalidSecurityGroupIDException "
     "InvalidSubnetIDException InvalidZipFileException KMSAccessDeniedException "
     "KMSDisabledException KMSInvalidStateException KMSNotFoundException "
     "NoPublishedVersionException RecursiveInvocationException "
     "RequestTooLargeException ResourceConflictException "
     "ResourceNotFoundException ResourceNotReadyException "
     "S3FilesMountConnectivityException S3FilesMountFailureException "
     "S3FilesMountTimeoutException SerializedRequestEntityTooLargeException "
     "SnapStartException SnapStartNotReadyException SnapStartTimeoutException "
     "SubnetIPAddressLimitReachedException UnsupportedMediaTypeException"},
    {"InvokeAsync",
     "InvalidRequestContentException InvalidRuntimeException "
     "ResourceConflictException ResourceNotFoundException"},
    {"ListFunctions ListLayers",
     "InvalidParameterValueException"},
    {"PublishLayerVersion",
     "CodeStorageExceededException InvalidParameterValueException "
     "ResourceNotFoundException"},
    {"PublishVersion",
     "CodeStorageExceededException "
     "FunctionVersionsPerCapacityProviderLimitExceededException "
     "InvalidParameterValueException PreconditionFailedException "
     "ResourceConflictException ResourceNotFoundException"},
    {"RemoveLayerVersionPermission RemovePermission",
     "InvalidParameterValueException PreconditionFailedException "
     "ResourceNotFoundException"},
    {"UpdateAlias",
     "InvalidParameterValueException PreconditionFailedException "
     "ResourceConflictException ResourceNotFoundException"},
    {"UpdateFunctionCode",
     "CodeSigningConfigNotFoundException CodeStorageExceededException "
     "CodeVerificationFailedException InvalidCodeSignatureException "
     "InvalidParameterValueException PreconditionFailedException "
     "ResourceConflictException ResourceNotFoundException"},
    {"UpdateFunctionConfiguration",
     "CodeSigningConfigNotFoundException CodeVerificationFailedException "
     "InvalidCodeSignatureException InvalidParameterValueException "
     "PreconditionFailedException ResourceConflictException "
     "ResourceNotFoundException"},
};
// clang-format on

}  // namespace

const ServiceErrors& lambda_errors() {
  static constexpr ServiceErrors kErrors{kLambdaInfos, kLambdaGroups, kLambdaCommon};
  return kErrors;
}

}  // namespace server::faults
