// Inputs of the operations on exports and imports.
//
// Not here, because the operations answer them in words of their own: the ARN of the table to
// export, and that formats are refused which Rivulet hasn't got.
#include "core/ascii.h"
#include "server/protocol/model/dynamodb_shapes.h"
#include "server/protocol/model/dynamodb_table_shapes.h"
#include "server/protocol/model/input_shapes.h"

#include <algorithm>

namespace server::protocol {
namespace dynamodb_transfers_model {

constexpr bool is_word(char c) {
  return core::is_letter(c) || core::is_digit(c) || c == '_';
}

constexpr bool is_bucket(std::string_view text) {
  const auto alphanumeric = [](char c) { return core::is_letter(c) || core::is_digit(c); };
  return text.size() >= 2 && alphanumeric(text.front()) && alphanumeric(text.back()) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_word(c) || c == '.' || c == '-'; });
}
constexpr Pattern kBucketPattern{"^[a-z0-9A-Z]+[\\.\\-\\w]*[a-z0-9A-Z]+$", is_bucket};
constexpr Shape kBucket = kString.at_most(255).matching(kBucketPattern);

constexpr bool is_account(std::string_view text) {
  return text.size() == 12 && std::all_of(text.begin(), text.end(), core::is_digit);
}
constexpr Pattern kAccountPattern{"[0-9]{12}", is_account};
constexpr Shape kBucketOwner = kString.matching(kAccountPattern);

constexpr bool is_token(std::string_view text) {
  return !text.empty() && text.find('$') == std::string_view::npos;
}
constexpr Pattern kTokenPattern{"^[^\\$]+$", is_token};
constexpr Shape kClientToken = kString.matching(kTokenPattern);

constexpr Shape kPrefix = kString.at_most(1024);
constexpr Shape kTransferArn = kString.between(37, 1024);
constexpr Shape kPage = kInteger.between(1, 25);

constexpr std::string_view kViewValues[] = {"NEW_IMAGE", "NEW_AND_OLD_IMAGES"};
constexpr Member kIncrementMembers[] = {
    {"ExportFromTime", kTimestamp,                  kOptional},
    {"ExportToTime",   kTimestamp,                  kOptional},
    {"ExportViewType", kString.one_of(kViewValues), kOptional},
};
constexpr Shape kIncrement = structure("IncrementalExportSpecification", kIncrementMembers);
constexpr std::string_view kSseAlgorithmValues[] = {"AES256", "KMS"};
constexpr std::string_view kExportFormatValues[] = {"DYNAMODB_JSON", "ION"};
constexpr std::string_view kExportTypeValues[] = {"FULL_EXPORT", "INCREMENTAL_EXPORT"};
constexpr Member kFilterMembers[] = {
    {"FilterExpression", kString, kOptional},
};
constexpr Shape kFilter = structure("FilterSpecification", kFilterMembers);
constexpr Member kExportMembers[] = {
    {"TableArn", kString.between(1, 1024),                             kRequired},
    {"ExportTime",          kTimestamp,                kOptional                             },
    {"ClientToken",          kClientToken,               kOptional},
    {"S3Bucket",          kBucket,                  kRequired                                     },
    {"S3BucketOwner",          kBucketOwner,             kOptional},
    {"S3Prefix",          kPrefix,                  kOptional                                               },
    {"S3SseAlgorithm",          kString.one_of(kSseAlgorithmValues),            kOptional},
    {"S3SseKmsKeyId",          kString.between(1,             2048),                                                                   kOptional},
    {"ExportFormat", kString.one_of(kExportFormatValues),                  kOptional},
    {"ExportType", kString.one_of(kExportTypeValues), kOptional                                                   },
    {"IncrementalExportSpecification", kIncrement,                  kOptional},
    {"FilterSpecification", kFilter, kOptional                                             },
};
constexpr Shape kExport = structure("ExportTableToPointInTimeInput", kExportMembers);
constexpr Member kDescribeExportMembers[] = {
    {"ExportArn", kTransferArn, kRequired},
};
constexpr Shape kDescribeExport = structure("DescribeExportInput", kDescribeExportMembers);
constexpr Member kListExportsMembers[] = {
    {"TableArn", kString.between(1, 1024), kOptional},
    {"MaxResults",          kPage,                kOptional      },
    {"NextToken",          kString,                 kOptional},
};
constexpr Shape kListExports = structure("ListExportsInput", kListExportsMembers);

constexpr Member kSourceMembers[] = {
    {"S3BucketOwner", kBucketOwner, kOptional},
    {"S3Bucket",      kBucket,      kRequired},
    {"S3KeyPrefix",   kPrefix,      kOptional},
};
constexpr Shape kSource = structure("S3BucketSource", kSourceMembers);

constexpr bool is_delimiter(std::string_view text) {
  return text.size() == 1 && std::string_view(",;:|\t ").find(text[0]) != std::string_view::npos;
}
constexpr Pattern kDelimiterPattern{"[,;:|\\t ]", is_delimiter};
constexpr Shape kDelimiter = kString.between(1, 1).matching(kDelimiterPattern);
constexpr bool is_header(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != ','; });
}
constexpr Pattern kHeaderPattern{"[\\x20-\\x21\\x23-\\x2B\\x2D-\\x7E]*", is_header};
constexpr Shape kHeader = kString.between(1, 65536).matching(kHeaderPattern);
constexpr Shape kHeaderList = list_of(kHeader).between(1, 255);
constexpr Member kCsvMembers[] = {
    {"Delimiter",  kDelimiter,  kOptional},
    {"HeaderList", kHeaderList, kOptional},
};
constexpr Shape kCsv = structure("CsvOptions", kCsvMembers);
constexpr Member kOptionsMembers[] = {
    {"Csv", kCsv, kOptional},
};
constexpr Shape kOptions = structure("InputFormatOptions", kOptionsMembers);

constexpr Member kCreationMembers[] = {
    {"TableName",              kResourceName,         kRequired},
    {"AttributeDefinitions",   kAttributeDefinitions, kRequired},
    {"KeySchema",              kKeySchema,            kRequired},
    {"BillingMode",            kBillingMode,          kOptional},
    {"ProvisionedThroughput",  kThroughput,           kOptional},
    {"OnDemandThroughput",     kOnDemandThroughput,   kOptional},
    {"SSESpecification",       kSseSpecification,     kOptional},
    {"GlobalSecondaryIndexes", kGlobalIndexes,        kOptional},
};
constexpr Shape kCreation = structure("TableCreationParameters", kCreationMembers);
constexpr std::string_view kInputFormatValues[] = {"DYNAMODB_JSON", "ION", "CSV"};
constexpr std::string_view kCompressionValues[] = {"ZSTD", "NONE", "GZIP"};
constexpr Member kImportMembers[] = {
    {"ClientToken",             kClientToken,                       kOptional},
    {"S3BucketSource",          kSource,                            kRequired},
    {"InputFormat",             kString.one_of(kInputFormatValues), kRequired},
    {"InputFormatOptions",      kOptions,                           kOptional},
    {"InputCompressionType",    kString.one_of(kCompressionValues), kOptional},
    {"TableCreationParameters", kCreation,                          kRequired},
};
constexpr Shape kImport = structure("ImportTableInput", kImportMembers);
constexpr Member kDescribeImportMembers[] = {
    {"ImportArn", kTransferArn, kRequired},
};
constexpr Shape kDescribeImport = structure("DescribeImportInput", kDescribeImportMembers);
constexpr Member kListImportsMembers[] = {
    {"TableArn",           kString.between(1, 1024),     kOptional},
    {"PageSize",           kPage,             kOptional},
    {"NextToken", kString.between(112,             1024), kOptional         },
};
constexpr Shape kListImports = structure("ListImportsInput", kListImportsMembers);

constexpr InputShape kInputs[] = {
    {"DynamoDB_20120810.ExportTableToPointInTime", kExport        },
    {"DynamoDB_20120810.DescribeExport",           kDescribeExport},
    {"DynamoDB_20120810.ListExports",              kListExports   },
    {"DynamoDB_20120810.ImportTable",              kImport        },
    {"DynamoDB_20120810.DescribeImport",           kDescribeImport},
    {"DynamoDB_20120810.ListImports",              kListImports   },
};

}  // namespace dynamodb_transfers_model

std::span<const InputShape> dynamodb_transfer_inputs() {
  return dynamodb_transfers_model::kInputs;
}

}  // namespace server::protocol
