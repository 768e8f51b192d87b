// Inputs of CloudWatch Logs, whose violations are InvalidParameterException.
//
// Not here: the 512 characters of group and stream names ("Invalid LogGroup or LogStream, both must
// have …"), the choice between logGroupName and logGroupIdentifier, and the values of
// retentionInDays, which the operations answer in words of their own. Log classes have no recorded
// Java names; theirs follow DynamoDB's.
#include "server/protocol/model/input_shapes.h"

#include <algorithm>

namespace server::protocol {
namespace logs_model {

constexpr bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

constexpr bool consists_of(std::string_view text, std::string_view punctuation) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return is_alphanumeric(c) || punctuation.find(c) != std::string_view::npos;
  });
}

constexpr bool is_group_name(std::string_view text) {
  return !text.empty() && consists_of(text, ".-_/#");
}
constexpr bool is_group_name_part(std::string_view text) {
  return consists_of(text, ".-_/#");
}
constexpr bool is_stream_name(std::string_view text) {
  return text.find_first_of(":*") == std::string_view::npos;
}
constexpr bool is_identifier(std::string_view text) {
  return consists_of(text, "_#+=/:,.@-");
}

constexpr Pattern kGroupNamePattern{R"([\.\-_/#A-Za-z0-9]+)", is_group_name};
constexpr Pattern kGroupNamePartPattern{R"([\.\-_/#A-Za-z0-9]*)", is_group_name_part};
constexpr Pattern kStreamNamePattern{"[^:*]*", is_stream_name};
constexpr Pattern kIdentifierPattern{R"([\w#+=/:,.@-]*)", is_identifier};

constexpr Shape kGroupName = kString.matching(kGroupNamePattern).at_least(1);
constexpr Shape kGroupNamePart = kString.matching(kGroupNamePartPattern).at_most(512);
constexpr Shape kStreamName = kString.matching(kStreamNamePattern).at_least(1);
constexpr Shape kIdentifier = kString.matching(kIdentifierPattern).between(1, 2048);
constexpr Shape kResourceArn = kString.between(1, 1011);
constexpr Shape kToken = kString.at_least(1);
constexpr Shape kTime = kLong.at_least(0);  // milliseconds since the epoch
constexpr Shape kDescribeLimit = kInteger.between(1, 50);
constexpr Shape kEventsLimit = kInteger.between(1, 10'000);

constexpr Shape kTagKey = kString.between(1, 128);
constexpr Shape kTagValue = kString.at_most(256);
constexpr Shape kTags = map_of(kTagValue).between(1, 50).keyed_by(kTagKey);
constexpr Shape kTagKeyList = list_of(kTagKey);

constexpr std::string_view kGroupClassValues[] = {"STANDARD", "INFREQUENT_ACCESS", "DELIVERY"};
constexpr Shape kGroupClass = kString.one_of(kGroupClassValues);

constexpr Member kCreateLogGroupMembers[] = {
    {"logGroupName",              kGroupName,           kRequired},
    {"kmsKeyId",                  kString.at_most(256), kOptional},
    {"tags",                      kTags,                kOptional},
    {"logGroupClass",             kGroupClass,          kOptional},
    {"deletionProtectionEnabled", kBoolean,             kOptional},
};
constexpr Shape kCreateLogGroup = structure("CreateLogGroupRequest", kCreateLogGroupMembers);

constexpr Member kGroupMembers[] = {
    {"logGroupName", kGroupName, kRequired},
};
constexpr Shape kDeleteLogGroup = structure("DeleteLogGroupRequest", kGroupMembers);
constexpr Shape kDeleteRetentionPolicy = structure("DeleteRetentionPolicyRequest", kGroupMembers);
constexpr Shape kListTagsLogGroup = structure("ListTagsLogGroupRequest", kGroupMembers);

constexpr Member kStreamMembers[] = {
    {"logGroupName",  kGroupName,  kRequired},
    {"logStreamName", kStreamName, kRequired},
};
constexpr Shape kCreateLogStream = structure("CreateLogStreamRequest", kStreamMembers);
constexpr Shape kDeleteLogStream = structure("DeleteLogStreamRequest", kStreamMembers);

constexpr Shape kAccountId = kString.between(12, 12);
constexpr Shape kAccountIds = list_of(kAccountId).at_most(20);
constexpr Shape kIdentifiers = list_of(kIdentifier).between(1, 50);
constexpr Member kDescribeLogGroupsMembers[] = {
    {"accountIdentifiers",    kAccountIds,    kOptional},
    {"logGroupNamePrefix",    kGroupName,     kOptional},
    {"logGroupNamePattern",   kGroupNamePart, kOptional},
    {"nextToken",             kToken,         kOptional},
    {"limit",                 kDescribeLimit, kOptional},
    {"includeLinkedAccounts", kBoolean,       kOptional},
    {"logGroupClass",         kGroupClass,    kOptional},
    {"logGroupIdentifiers",   kIdentifiers,   kOptional},
};
constexpr Shape kDescribeLogGroups =
    structure("DescribeLogGroupsRequest", kDescribeLogGroupsMembers);

// Up to five alternatives, each of which may begin with `^`.
constexpr bool is_group_pattern(std::string_view text) {
  for (int alternatives = 1; alternatives <= 5; ++alternatives) {
    const auto bar = text.find('|');
    std::string_view one = text.substr(0, bar);
    if (one.starts_with('^')) one.remove_prefix(1);
    if (one.size() < 3 || one.size() > 24 || !is_group_name(one)) return false;
    if (bar == std::string_view::npos) return true;
    text.remove_prefix(bar + 1);
  }
  return false;
}
constexpr Pattern kGroupPatternPattern{
    R"((\^?[\.\-_\/#A-Za-z0-9]{3,24})(\|\^?[\.\-_\/#A-Za-z0-9]{3,24}){0,4})", is_group_pattern};
constexpr Shape kGroupPattern = kString.matching(kGroupPatternPattern);
constexpr Shape kListLimit = kInteger.between(1, 1000);
constexpr Member kListLogGroupsMembers[] = {
    {"logGroupNamePattern",   kGroupPattern, kOptional},
    {"logGroupClass",         kGroupClass,   kOptional},
    {"includeLinkedAccounts", kBoolean,      kOptional},
    {"accountIdentifiers",    kAccountIds,   kOptional},
    {"nextToken",             kToken,        kOptional},
    {"limit",                 kListLimit,    kOptional},
};
constexpr Shape kListLogGroups = structure("ListLogGroupsRequest", kListLogGroupsMembers);

constexpr std::string_view kOrderByValues[] = {"LogStreamName", "LastEventTime"};
constexpr Member kDescribeLogStreamsMembers[] = {
    {"logGroupName",        kGroupName,                     kOptional},
    {"logGroupIdentifier",  kIdentifier,                    kOptional},
    {"logStreamNamePrefix", kStreamName,                    kOptional},
    {"orderBy",             kString.one_of(kOrderByValues), kOptional},
    {"descending",          kBoolean,                       kOptional},
    {"nextToken",           kToken,                         kOptional},
    {"limit",               kDescribeLimit,                 kOptional},
};
constexpr Shape kDescribeLogStreams =
    structure("DescribeLogStreamsRequest", kDescribeLogStreamsMembers);

constexpr Member kInputLogEventMembers[] = {
    {"timestamp", kTime,               kRequired},
    {"message",   kString.at_least(1), kRequired},
};
constexpr Shape kInputLogEvent =
    structure("com.amazonaws.logs.v20140328.InputLogEvent", kInputLogEventMembers);
constexpr Shape kInputLogEvents = list_of(kInputLogEvent).between(1, 10'000);
constexpr Member kPutLogEventsMembers[] = {
    {"logGroupName",  kGroupName,      kRequired},
    {"logStreamName", kStreamName,     kRequired},
    {"logEvents",     kInputLogEvents, kRequired},
    {"sequenceToken", kToken,          kOptional},
};
constexpr Shape kPutLogEvents = structure("PutLogEventsRequest", kPutLogEventsMembers);

constexpr Member kGetLogEventsMembers[] = {
    {"logGroupName",       kGroupName,                                 kOptional},
    {"logGroupIdentifier", kIdentifier.worded(ViolationText::by_path), kOptional},
    {"logStreamName",      kStreamName,                                kRequired},
    {"startTime",          kTime,                                      kOptional},
    {"endTime",            kTime,                                      kOptional},
    {"nextToken",          kToken,                                     kOptional},
    {"limit",              kEventsLimit,                               kOptional},
    {"startFromHead",      kBoolean,                                   kOptional},
    {"unmask",             kBoolean,                                   kOptional},
};
constexpr Shape kGetLogEvents = structure("GetLogEventsRequest", kGetLogEventsMembers);

constexpr Shape kStreamNames = list_of(kStreamName).between(1, 100);
constexpr Member kFilterLogEventsMembers[] = {
    {"logGroupName",        kGroupName,            kOptional},
    {"logGroupIdentifier",  kIdentifier,           kOptional},
    {"logStreamNames",      kStreamNames,          kOptional},
    {"logStreamNamePrefix", kStreamName,           kOptional},
    {"startTime",           kTime,                 kOptional},
    {"endTime",             kTime,                 kOptional},
    {"filterPattern",       kString.at_most(1024), kOptional},
    {"nextToken",           kToken,                kOptional},
    {"limit",               kEventsLimit,          kOptional},
    {"interleaved",         kBoolean,              kOptional},
    {"unmask",              kBoolean,              kOptional},
};
constexpr Shape kFilterLogEvents = structure("FilterLogEventsRequest", kFilterLogEventsMembers);

constexpr Member kPutRetentionPolicyMembers[] = {
    {"logGroupName",    kGroupName, kRequired},
    {"retentionInDays", kInteger,   kRequired},
};
constexpr Shape kPutRetentionPolicy =
    structure("PutRetentionPolicyRequest", kPutRetentionPolicyMembers);

constexpr Member kTagLogGroupMembers[] = {
    {"logGroupName", kGroupName, kRequired},
    {"tags",         kTags,      kRequired},
};
constexpr Shape kTagLogGroup = structure("TagLogGroupRequest", kTagLogGroupMembers);

constexpr Member kUntagLogGroupMembers[] = {
    {"logGroupName", kGroupName,              kRequired},
    {"tags",         kTagKeyList.at_least(1), kRequired},
};
constexpr Shape kUntagLogGroup = structure("UntagLogGroupRequest", kUntagLogGroupMembers);

constexpr Member kTagResourceMembers[] = {
    {"resourceArn", kResourceArn, kRequired},
    {"tags",        kTags,        kRequired},
};
constexpr Shape kTagResource = structure("TagResourceRequest", kTagResourceMembers);

constexpr Member kUntagResourceMembers[] = {
    {"resourceArn", kResourceArn,            kRequired},
    {"tagKeys",     kTagKeyList.at_most(50), kRequired},
};
constexpr Shape kUntagResource = structure("UntagResourceRequest", kUntagResourceMembers);

constexpr Member kListTagsForResourceMembers[] = {
    {"resourceArn", kResourceArn, kRequired},
};
constexpr Shape kListTagsForResource =
    structure("ListTagsForResourceRequest", kListTagsForResourceMembers);

constexpr InputShape kInputs[] = {
    {"Logs_20140328.CreateLogGroup",        kCreateLogGroup       },
    {"Logs_20140328.DeleteLogGroup",        kDeleteLogGroup       },
    {"Logs_20140328.CreateLogStream",       kCreateLogStream      },
    {"Logs_20140328.DeleteLogStream",       kDeleteLogStream      },
    {"Logs_20140328.DescribeLogGroups",     kDescribeLogGroups    },
    {"Logs_20140328.ListLogGroups",         kListLogGroups        },
    {"Logs_20140328.DescribeLogStreams",    kDescribeLogStreams   },
    {"Logs_20140328.PutLogEvents",          kPutLogEvents         },
    {"Logs_20140328.GetLogEvents",          kGetLogEvents         },
    {"Logs_20140328.FilterLogEvents",       kFilterLogEvents      },
    {"Logs_20140328.PutRetentionPolicy",    kPutRetentionPolicy   },
    {"Logs_20140328.DeleteRetentionPolicy", kDeleteRetentionPolicy},
    {"Logs_20140328.TagLogGroup",           kTagLogGroup          },
    {"Logs_20140328.UntagLogGroup",         kUntagLogGroup        },
    {"Logs_20140328.ListTagsLogGroup",      kListTagsLogGroup     },
    {"Logs_20140328.TagResource",           kTagResource          },
    {"Logs_20140328.UntagResource",         kUntagResource        },
    {"Logs_20140328.ListTagsForResource",   kListTagsForResource  },
};

}  // namespace logs_model

std::span<const InputShape> log_inputs() {
  return logs_model::kInputs;
}

}  // namespace server::protocol
