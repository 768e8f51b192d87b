// Inputs of SQS.
//
// Not here: the bounds of numbers, the characters of names and the sizes of batches, each of which
// SQS answers in words of its own, and the members that entries of batches must have, whose faults
// it counts from 1. A required member that is missing is a MissingRequiredParameterException.
#include "server/protocol/model/input_shapes.h"

namespace server::protocol {
namespace queues_model {

constexpr Shape kStrings = list_of(kString);
constexpr Shape kBlobs = list_of(kBlob);
constexpr Shape kTexts = map_of(kString);  // attributes and tags

constexpr Member kMessageAttributeMembers[] = {
    {"StringValue",      kString,  kOptional},
    {"BinaryValue",      kBlob,    kOptional},
    {"StringListValues", kStrings, kOptional},
    {"BinaryListValues", kBlobs,   kOptional},
    {"DataType",         kString,  kOptional},
};
constexpr Shape kMessageAttribute = structure("MessageAttributeValue", kMessageAttributeMembers);
constexpr Shape kMessageAttributes = map_of(kMessageAttribute);

constexpr Member kQueueUrlMembers[] = {
    {"QueueUrl", kString, kRequired},
};
constexpr Shape kDeleteQueue = structure("DeleteQueueRequest", kQueueUrlMembers);
constexpr Shape kPurgeQueue = structure("PurgeQueueRequest", kQueueUrlMembers);
constexpr Shape kListQueueTags = structure("ListQueueTagsRequest", kQueueUrlMembers);

constexpr Member kCreateQueueMembers[] = {
    {"QueueName",  kString, kRequired},
    {"Attributes", kTexts,  kOptional},
    {"tags",       kTexts,  kOptional},
};
constexpr Shape kCreateQueue = structure("CreateQueueRequest", kCreateQueueMembers);

constexpr Member kGetQueueUrlMembers[] = {
    {"QueueName",              kString, kRequired},
    {"QueueOwnerAWSAccountId", kString, kOptional},
};
constexpr Shape kGetQueueUrl = structure("GetQueueUrlRequest", kGetQueueUrlMembers);

constexpr Member kListQueuesMembers[] = {
    {"QueueNamePrefix", kString,  kOptional},
    {"NextToken",       kString,  kOptional},
    {"MaxResults",      kInteger, kOptional},
};
constexpr Shape kListQueues = structure("ListQueuesRequest", kListQueuesMembers);

constexpr Member kListDeadLetterSourceQueuesMembers[] = {
    {"QueueUrl",   kString,  kRequired},
    {"NextToken",  kString,  kOptional},
    {"MaxResults", kInteger, kOptional},
};
constexpr Shape kListDeadLetterSourceQueues =
    structure("ListDeadLetterSourceQueuesRequest", kListDeadLetterSourceQueuesMembers);

constexpr Member kGetQueueAttributesMembers[] = {
    {"QueueUrl",       kString,  kRequired},
    {"AttributeNames", kStrings, kOptional},
};
constexpr Shape kGetQueueAttributes =
    structure("GetQueueAttributesRequest", kGetQueueAttributesMembers);

constexpr Member kSetQueueAttributesMembers[] = {
    {"QueueUrl",   kString, kRequired},
    {"Attributes", kTexts,  kRequired},
};
constexpr Shape kSetQueueAttributes =
    structure("SetQueueAttributesRequest", kSetQueueAttributesMembers);

constexpr Member kTagQueueMembers[] = {
    {"QueueUrl", kString, kRequired},
    {"Tags",     kTexts,  kRequired},
};
constexpr Shape kTagQueue = structure("TagQueueRequest", kTagQueueMembers);

constexpr Member kUntagQueueMembers[] = {
    {"QueueUrl", kString,  kRequired},
    {"TagKeys",  kStrings, kRequired},
};
constexpr Shape kUntagQueue = structure("UntagQueueRequest", kUntagQueueMembers);

constexpr Member kSendMessageMembers[] = {
    {"QueueUrl",                kString,            kRequired},
    {"MessageBody",             kString,            kRequired},
    {"DelaySeconds",            kInteger,           kOptional},
    {"MessageAttributes",       kMessageAttributes, kOptional},
    {"MessageSystemAttributes", kMessageAttributes, kOptional},
    {"MessageDeduplicationId",  kString,            kOptional},
    {"MessageGroupId",          kString,            kOptional},
};
constexpr Shape kSendMessage = structure("SendMessageRequest", kSendMessageMembers);

constexpr Member kSendMessageEntryMembers[] = {
    {"Id",                      kString,            kOptional},
    {"MessageBody",             kString,            kOptional},
    {"DelaySeconds",            kInteger,           kOptional},
    {"MessageAttributes",       kMessageAttributes, kOptional},
    {"MessageSystemAttributes", kMessageAttributes, kOptional},
    {"MessageDeduplicationId",  kString,            kOptional},
    {"MessageGroupId",          kString,            kOptional},
};
constexpr Shape kSendMessageEntry =
    structure("SendMessageBatchRequestEntry", kSendMessageEntryMembers);
constexpr Shape kSendMessageEntries = list_of(kSendMessageEntry);
constexpr Member kSendMessageBatchMembers[] = {
    {"QueueUrl", kString,             kRequired},
    {"Entries",  kSendMessageEntries, kOptional},
};
constexpr Shape kSendMessageBatch = structure("SendMessageBatchRequest", kSendMessageBatchMembers);

constexpr Member kReceiveMessageMembers[] = {
    {"QueueUrl",                    kString,  kRequired},
    {"AttributeNames",              kStrings, kOptional},
    {"MessageSystemAttributeNames", kStrings, kOptional},
    {"MessageAttributeNames",       kStrings, kOptional},
    {"MaxNumberOfMessages",         kInteger, kOptional},
    {"VisibilityTimeout",           kInteger, kOptional},
    {"WaitTimeSeconds",             kInteger, kOptional},
    {"ReceiveRequestAttemptId",     kString,  kOptional},
};
constexpr Shape kReceiveMessage = structure("ReceiveMessageRequest", kReceiveMessageMembers);

constexpr Member kDeleteMessageMembers[] = {
    {"QueueUrl",      kString, kRequired},
    {"ReceiptHandle", kString, kRequired},
};
constexpr Shape kDeleteMessage = structure("DeleteMessageRequest", kDeleteMessageMembers);

constexpr Member kDeleteMessageEntryMembers[] = {
    {"Id",            kString, kOptional},
    {"ReceiptHandle", kString, kOptional},
};
constexpr Shape kDeleteMessageEntry =
    structure("DeleteMessageBatchRequestEntry", kDeleteMessageEntryMembers);
constexpr Shape kDeleteMessageEntries = list_of(kDeleteMessageEntry);
constexpr Member kDeleteMessageBatchMembers[] = {
    {"QueueUrl", kString,               kRequired},
    {"Entries",  kDeleteMessageEntries, kOptional},
};
constexpr Shape kDeleteMessageBatch =
    structure("DeleteMessageBatchRequest", kDeleteMessageBatchMembers);

constexpr Member kChangeVisibilityMembers[] = {
    {"QueueUrl",          kString,  kRequired},
    {"ReceiptHandle",     kString,  kRequired},
    {"VisibilityTimeout", kInteger, kRequired},
};
constexpr Shape kChangeVisibility =
    structure("ChangeMessageVisibilityRequest", kChangeVisibilityMembers);

constexpr Member kChangeVisibilityEntryMembers[] = {
    {"Id",                kString,  kOptional},
    {"ReceiptHandle",     kString,  kOptional},
    {"VisibilityTimeout", kInteger, kOptional},
};
constexpr Shape kChangeVisibilityEntry =
    structure("ChangeMessageVisibilityBatchRequestEntry", kChangeVisibilityEntryMembers);
constexpr Shape kChangeVisibilityEntries = list_of(kChangeVisibilityEntry);
constexpr Member kChangeVisibilityBatchMembers[] = {
    {"QueueUrl", kString,                  kRequired},
    {"Entries",  kChangeVisibilityEntries, kOptional},
};
constexpr Shape kChangeVisibilityBatch =
    structure("ChangeMessageVisibilityBatchRequest", kChangeVisibilityBatchMembers);

// Of operations that are refused whatever their input is.
constexpr Shape kAnything = structure("Request", {});

constexpr InputShape kInputs[] = {
    {"AmazonSQS.AddPermission",                kAnything                  },
    {"AmazonSQS.CancelMessageMoveTask",        kAnything                  },
    {"AmazonSQS.ChangeMessageVisibility",      kChangeVisibility          },
    {"AmazonSQS.ChangeMessageVisibilityBatch", kChangeVisibilityBatch     },
    {"AmazonSQS.CreateQueue",                  kCreateQueue               },
    {"AmazonSQS.DeleteMessage",                kDeleteMessage             },
    {"AmazonSQS.DeleteMessageBatch",           kDeleteMessageBatch        },
    {"AmazonSQS.DeleteQueue",                  kDeleteQueue               },
    {"AmazonSQS.GetQueueAttributes",           kGetQueueAttributes        },
    {"AmazonSQS.GetQueueUrl",                  kGetQueueUrl               },
    {"AmazonSQS.ListDeadLetterSourceQueues",   kListDeadLetterSourceQueues},
    {"AmazonSQS.ListMessageMoveTasks",         kAnything                  },
    {"AmazonSQS.ListQueueTags",                kListQueueTags             },
    {"AmazonSQS.ListQueues",                   kListQueues                },
    {"AmazonSQS.PurgeQueue",                   kPurgeQueue                },
    {"AmazonSQS.ReceiveMessage",               kReceiveMessage            },
    {"AmazonSQS.RemovePermission",             kAnything                  },
    {"AmazonSQS.SendMessage",                  kSendMessage               },
    {"AmazonSQS.SendMessageBatch",             kSendMessageBatch          },
    {"AmazonSQS.SetQueueAttributes",           kSetQueueAttributes        },
    {"AmazonSQS.StartMessageMoveTask",         kAnything                  },
    {"AmazonSQS.TagQueue",                     kTagQueue                  },
    {"AmazonSQS.UntagQueue",                   kUntagQueue                },
};

}  // namespace queues_model

std::span<const InputShape> queue_inputs() {
  return queues_model::kInputs;
}

}  // namespace server::protocol
