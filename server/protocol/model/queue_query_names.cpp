#include "server/protocol/query_names.h"

namespace server::protocol {
namespace queue_query_names_model {

constexpr QueryName kNames[] = {
    {"AttributeNames",              "AttributeName",              "",     ""     },
    {"Attributes",                  "Attribute",                  "Name", "Value"},
    {"BinaryListValues",            "BinaryListValue",            "",     ""     },
    {"Entries",                     "+RequestEntry",              "",     ""     },
    {"Failed",                      "BatchResultErrorEntry",      "",     ""     },
    {"MessageAttributeNames",       "MessageAttributeName",       "",     ""     },
    {"MessageAttributes",           "MessageAttribute",           "Name", "Value"},
    {"MessageSystemAttributeNames", "MessageSystemAttributeName", "",     ""     },
    {"MessageSystemAttributes",     "MessageSystemAttribute",     "Name", "Value"},
    {"Messages",                    "Message",                    "",     ""     },
    {"QueueUrls",                   "QueueUrl",                   "",     ""     },
    {"StringListValues",            "StringListValue",            "",     ""     },
    {"Successful",                  "+ResultEntry",               "",     ""     },
    {"TagKeys",                     "TagKey",                     "",     ""     },
    {"Tags",                        "Tag",                        "Key",  "Value"},
    {"queueUrls",                   "QueueUrl",                   "",     ""     },
    {"tags",                        "Tag",                        "Key",  "Value"},
};

constexpr QueryDialect kDialect{"2012-11-05", "http://queue.amazonaws.com/doc/2012-11-05/", kNames,
                                true};

}  // namespace queue_query_names_model

const QueryDialect& sqs_dialect() {
  return queue_query_names_model::kDialect;
}

}  // namespace server::protocol
