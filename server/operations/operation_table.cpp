#include "server/operations/attachments/attachment_operations.h"
#include "server/operations/backups/backup_operations.h"
#include "server/operations/items/batch_operations.h"
#include "server/operations/items/item_operations.h"
#include "server/operations/items/query_operations.h"
#include "server/operations/items/transaction_operations.h"
#include "server/operations/logs/log_operations.h"
#include "server/operations/operation.h"
#include "server/operations/partiql/partiql_operations.h"
#include "server/operations/queues/queue_operations.h"
#include "server/operations/streams/stream_operations.h"
#include "server/operations/tables/table_operations.h"
#include "server/operations/transfers/transfer_operations.h"

#include <algorithm>
#include <iterator>

namespace server::operations {
namespace {

// AWS names operations by what they do.
constexpr std::string_view kReadingVerbs[] = {"BatchGet", "Describe", "Get",    "List",
                                              "Query",    "Scan",     "Search", "TransactGet"};

// The API at a glance, by target: find_operation searches it by halves.
constexpr Operation kOperations[] = {
    {"AmazonSQS.AddPermission",                               add_permission,                        nullptr                        },
    {"AmazonSQS.CancelMessageMoveTask",                       cancel_message_move_task,              nullptr                        },
    {"AmazonSQS.ChangeMessageVisibility",                     nullptr,                               change_message_visibility      },
    {"AmazonSQS.ChangeMessageVisibilityBatch",                nullptr,                               change_message_visibility_batch},
    {"AmazonSQS.CreateQueue",                                 create_queue,                          nullptr                        },
    {"AmazonSQS.DeleteMessage",                               nullptr,                               delete_message                 },
    {"AmazonSQS.DeleteMessageBatch",                          nullptr,                               delete_message_batch           },
    {"AmazonSQS.DeleteQueue",                                 delete_queue,                          nullptr                        },
    {"AmazonSQS.GetQueueAttributes",                          nullptr,                               get_queue_attributes           },
    {"AmazonSQS.GetQueueUrl",                                 get_queue_url,                         nullptr                        },
    {"AmazonSQS.ListDeadLetterSourceQueues",                  list_dead_letter_source_queues,        nullptr                        },
    {"AmazonSQS.ListMessageMoveTasks",                        list_message_move_tasks,               nullptr                        },
    {"AmazonSQS.ListQueueTags",                               list_queue_tags,                       nullptr                        },
    {"AmazonSQS.ListQueues",                                  list_queues,                           nullptr                        },
    {"AmazonSQS.PurgeQueue",                                  purge_queue,                           nullptr                        },
    {"AmazonSQS.ReceiveMessage",                              nullptr,                               receive_message                },
    {"AmazonSQS.RemovePermission",                            remove_permission,                     nullptr                        },
    {"AmazonSQS.SendMessage",                                 nullptr,                               send_message                   },
    {"AmazonSQS.SendMessageBatch",                            nullptr,                               send_message_batch             },
    {"AmazonSQS.SetQueueAttributes",                          set_queue_attributes,                  nullptr                        },
    {"AmazonSQS.StartMessageMoveTask",                        start_message_move_task,               nullptr                        },
    {"AmazonSQS.TagQueue",                                    tag_queue,                             nullptr                        },
    {"AmazonSQS.UntagQueue",                                  untag_queue,                           nullptr                        },
    {"DynamoDBStreams_20120810.DescribeStream",               describe_stream,                       nullptr                        },
    {"DynamoDBStreams_20120810.GetRecords",                   get_records,                           nullptr                        },
    {"DynamoDBStreams_20120810.GetShardIterator",             get_shard_iterator,                    nullptr                        },
    {"DynamoDBStreams_20120810.ListStreams",                  list_streams,                          nullptr                        },
    {"DynamoDB_20120810.BatchExecuteStatement",               nullptr,                               batch_execute_statement        },
    {"DynamoDB_20120810.BatchGetItem",                        batch_get_item,                        nullptr                        },
    {"DynamoDB_20120810.BatchWriteItem",                      nullptr,                               batch_write_item               },
    {"DynamoDB_20120810.CreateBackup",                        create_backup,                         nullptr                        },
    {"DynamoDB_20120810.CreateGlobalTable",                   create_global_table,                   nullptr                        },
    {"DynamoDB_20120810.CreateTable",                         create_table,                          nullptr                        },
    {"DynamoDB_20120810.DeleteBackup",                        delete_backup,                         nullptr                        },
    {"DynamoDB_20120810.DeleteItem",                          nullptr,                               delete_item                    },
    {"DynamoDB_20120810.DeleteResourcePolicy",                delete_resource_policy,                nullptr                        },
    {"DynamoDB_20120810.DeleteTable",                         delete_table,                          nullptr                        },
    {"DynamoDB_20120810.DescribeBackup",                      describe_backup,                       nullptr                        },
    {"DynamoDB_20120810.DescribeContinuousBackups",           describe_continuous_backups,           nullptr                        },
    {"DynamoDB_20120810.DescribeContributorInsights",         describe_contributor_insights,         nullptr                        },
    {"DynamoDB_20120810.DescribeEndpoints",                   describe_endpoints,                    nullptr                        },
    {"DynamoDB_20120810.DescribeExport",                      describe_export,                       nullptr                        },
    {"DynamoDB_20120810.DescribeGlobalTable",                 describe_global_table,                 nullptr                        },
    {"DynamoDB_20120810.DescribeGlobalTableSettings",         describe_global_table_settings,        nullptr                        },
    {"DynamoDB_20120810.DescribeImport",                      describe_import,                       nullptr                        },
    {"DynamoDB_20120810.DescribeKinesisStreamingDestination",
     describe_kinesis_streaming_destination,                                                         nullptr                        },
    {"DynamoDB_20120810.DescribeLimits",                      describe_limits,                       nullptr                        },
    {"DynamoDB_20120810.DescribeTable",                       describe_table,                        nullptr                        },
    {"DynamoDB_20120810.DescribeTableReplicaAutoScaling",     describe_table_replica_auto_scaling,
     nullptr                                                                                                                        },
    {"DynamoDB_20120810.DescribeTimeToLive",                  describe_time_to_live,                 nullptr                        },
    {"DynamoDB_20120810.DisableKinesisStreamingDestination",  disable_kinesis_streaming_destination,
     nullptr                                                                                                                        },
    {"DynamoDB_20120810.EnableKinesisStreamingDestination",   enable_kinesis_streaming_destination,
     nullptr                                                                                                                        },
    {"DynamoDB_20120810.ExecuteStatement",                    nullptr,                               execute_statement              },
    {"DynamoDB_20120810.ExecuteTransaction",                  nullptr,                               execute_transaction            },
    {"DynamoDB_20120810.ExportTableToPointInTime",            export_table_to_point_in_time,         nullptr                        },
    {"DynamoDB_20120810.GetItem",                             get_item,                              nullptr                        },
    {"DynamoDB_20120810.GetResourcePolicy",                   get_resource_policy,                   nullptr                        },
    {"DynamoDB_20120810.ImportTable",                         import_table,                          nullptr                        },
    {"DynamoDB_20120810.ListBackups",                         list_backups,                          nullptr                        },
    {"DynamoDB_20120810.ListContributorInsights",             list_contributor_insights,             nullptr                        },
    {"DynamoDB_20120810.ListExports",                         list_exports,                          nullptr                        },
    {"DynamoDB_20120810.ListGlobalTables",                    list_global_tables,                    nullptr                        },
    {"DynamoDB_20120810.ListImports",                         list_imports,                          nullptr                        },
    {"DynamoDB_20120810.ListTables",                          list_tables,                           nullptr                        },
    {"DynamoDB_20120810.ListTagsOfResource",                  list_tags_of_resource,                 nullptr                        },
    {"DynamoDB_20120810.PutItem",                             nullptr,                               put_item                       },
    {"DynamoDB_20120810.PutResourcePolicy",                   put_resource_policy,                   nullptr                        },
    {"DynamoDB_20120810.Query",                               query,                                 nullptr                        },
    {"DynamoDB_20120810.RestoreTableFromBackup",              restore_table_from_backup,             nullptr                        },
    {"DynamoDB_20120810.RestoreTableToPointInTime",           restore_table_to_point_in_time,        nullptr                        },
    {"DynamoDB_20120810.Scan",                                scan,                                  nullptr                        },
    {"DynamoDB_20120810.SearchVectors",                       search_vectors,                        nullptr                        },
    {"DynamoDB_20120810.TagResource",                         tag_resource,                          nullptr                        },
    {"DynamoDB_20120810.TransactGetItems",                    nullptr,                               transact_get_items             },
    {"DynamoDB_20120810.TransactWriteItems",                  nullptr,                               transact_write_items           },
    {"DynamoDB_20120810.UntagResource",                       untag_resource,                        nullptr                        },
    {"DynamoDB_20120810.UpdateContinuousBackups",             update_continuous_backups,             nullptr                        },
    {"DynamoDB_20120810.UpdateContributorInsights",           update_contributor_insights,           nullptr                        },
    {"DynamoDB_20120810.UpdateGlobalTable",                   update_global_table,                   nullptr                        },
    {"DynamoDB_20120810.UpdateGlobalTableSettings",           update_global_table_settings,          nullptr                        },
    {"DynamoDB_20120810.UpdateItem",                          nullptr,                               update_item                    },
    {"DynamoDB_20120810.UpdateKinesisStreamingDestination",   update_kinesis_streaming_destination,
     nullptr                                                                                                                        },
    {"DynamoDB_20120810.UpdateTable",                         update_table,                          nullptr                        },
    {"DynamoDB_20120810.UpdateTableReplicaAutoScaling",       update_table_replica_auto_scaling,     nullptr                        },
    {"DynamoDB_20120810.UpdateTimeToLive",                    update_time_to_live,                   nullptr                        },
    {"Logs_20140328.CreateLogGroup",                          create_log_group,                      nullptr                        },
    {"Logs_20140328.CreateLogStream",                         create_log_stream,                     nullptr                        },
    {"Logs_20140328.DeleteLogGroup",                          delete_log_group,                      nullptr                        },
    {"Logs_20140328.DeleteLogStream",                         delete_log_stream,                     nullptr                        },
    {"Logs_20140328.DeleteRetentionPolicy",                   delete_retention_policy,               nullptr                        },
    {"Logs_20140328.DescribeLogGroups",                       describe_log_groups,                   nullptr                        },
    {"Logs_20140328.DescribeLogStreams",                      describe_log_streams,                  nullptr                        },
    {"Logs_20140328.FilterLogEvents",                         nullptr,                               filter_log_events              },
    {"Logs_20140328.GetLogEvents",                            get_log_events,                        nullptr                        },
    {"Logs_20140328.ListLogGroups",                           list_log_groups,                       nullptr                        },
    {"Logs_20140328.ListTagsForResource",                     list_tags_for_log_resource,            nullptr                        },
    {"Logs_20140328.ListTagsLogGroup",                        list_tags_log_group,                   nullptr                        },
    {"Logs_20140328.PutLogEvents",                            nullptr,                               put_log_events                 },
    {"Logs_20140328.PutRetentionPolicy",                      put_retention_policy,                  nullptr                        },
    {"Logs_20140328.TagLogGroup",                             tag_log_group,                         nullptr                        },
    {"Logs_20140328.TagResource",                             tag_log_resource,                      nullptr                        },
    {"Logs_20140328.UntagLogGroup",                           untag_log_group,                       nullptr                        },
    {"Logs_20140328.UntagResource",                           untag_log_resource,                    nullptr                        },
};

constexpr bool by_target(const Operation& a, const Operation& b) {
  return a.target < b.target;
}
static_assert(std::is_sorted(std::begin(kOperations), std::end(kOperations), by_target));

struct Reader {
  std::string_view target;
  ReadAhead read;
};
constexpr Reader kReaders[] = {
    {"DynamoDB_20120810.BatchExecuteStatement", read_batch_execute_statement},
    {"DynamoDB_20120810.BatchWriteItem",        read_batch_write_item       },
    {"DynamoDB_20120810.ExecuteStatement",      read_execute_statement      },
    {"DynamoDB_20120810.ExecuteTransaction",    read_execute_transaction    },
    {"DynamoDB_20120810.PutItem",               read_put_item               },
    {"DynamoDB_20120810.TransactWriteItems",    read_transact_write_items   },
    {"DynamoDB_20120810.UpdateItem",            read_update_item            },
};

}  // namespace

std::optional<storage::Writer::Way> way_of_writing(const Operation& operation) {
  const std::string_view name = operation.target.substr(operation.target.find('.') + 1);
  const bool reads = std::any_of(std::begin(kReadingVerbs), std::end(kReadingVerbs),
                                 [&](std::string_view verb) { return name.starts_with(verb); });
  if (reads) return std::nullopt;
  return operation.start ? storage::Writer::Way::submits : storage::Writer::Way::transacts;
}

const Operation* find_operation(std::string_view target) {
  const auto* const found = std::lower_bound(std::begin(kOperations), std::end(kOperations),
                                             Operation{target}, by_target);
  if (found == std::end(kOperations) || found->target != target) return nullptr;
  return found;
}

ReadAhead find_read_ahead(const Operation& operation) {
  const auto* const found =
      std::find_if(std::begin(kReaders), std::end(kReaders),
                   [&](const Reader& reader) { return reader.target == operation.target; });
  return found != std::end(kReaders) ? found->read : nullptr;
}

std::span<const Operation> all_operations() {
  return kOperations;
}

}  // namespace server::operations
