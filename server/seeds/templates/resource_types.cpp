#include "server/seeds/templates/resource_types.h"

#include <algorithm>
#include <iterator>

namespace server::seeds {
namespace {

struct Conversion {
  std::string_view type;
  Convert* convert;
};
constexpr Conversion kConversions[] = {
    {"AWS::DynamoDB::GlobalTable",      convert_global_table       },
    {"AWS::DynamoDB::Table",            convert_table              },
    {"AWS::Lambda::Alias",              convert_alias              },
    {"AWS::Lambda::EventInvokeConfig",  convert_event_invoke_config},
    {"AWS::Lambda::EventSourceMapping", convert_mapping            },
    {"AWS::Lambda::Function",           convert_function           },
    {"AWS::Lambda::LayerVersion",       convert_layer              },
    {"AWS::Lambda::Version",            convert_version            },
    {"AWS::Logs::LogGroup",             convert_log_group          },
    {"AWS::S3::Bucket",                 convert_bucket             },
    {"AWS::SNS::Subscription",          convert_subscription       },
    {"AWS::SNS::Topic",                 convert_topic              },
    {"AWS::SQS::Queue",                 convert_queue              },
    {"AWS::Serverless::Function",       convert_serverless_function},
    {"AWS::Serverless::LayerVersion",   convert_layer              },
    {"AWS::Serverless::SimpleTable",    convert_simple_table       },
};

constexpr std::string_view kNeedlessTypes[] = {
    "AWS::ApplicationAutoScaling::ScalableTarget",
    "AWS::ApplicationAutoScaling::ScalingPolicy",
    "AWS::CDK::Metadata",
    "AWS::IAM::ManagedPolicy",
    "AWS::IAM::Policy",
    "AWS::IAM::Role",
    "AWS::IAM::RolePolicy",
    "AWS::Lambda::LayerVersionPermission",
    "AWS::Lambda::Permission",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::TopicInlinePolicy",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueueInlinePolicy",
    "AWS::SQS::QueuePolicy",
};

}  // namespace

Convert* find_conversion(std::string_view type) {
  const auto* const found = std::find_if(std::begin(kConversions), std::end(kConversions),
                                         [&](const Conversion& each) { return each.type == type; });
  return found == std::end(kConversions) ? nullptr : found->convert;
}

bool is_needless(std::string_view type) {
  return std::find(std::begin(kNeedlessTypes), std::end(kNeedlessTypes), type) !=
         std::end(kNeedlessTypes);
}

}  // namespace server::seeds
