#include "server/seeds/templates/sam_resources.h"

namespace server::seeds {
namespace {

// What stands behind the logical id of the resource that it is made of.
struct Generated {
  std::string_view of;
  std::string_view suffix;
  std::string_view type;
};
constexpr Generated kGenerated[] = {
    {"AWS::Serverless::Api",          "ApiKey",                 "AWS::ApiGateway::ApiKey"         },
    {"AWS::Serverless::Api",          "UsagePlan",              "AWS::ApiGateway::UsagePlan"      },
    {"AWS::Serverless::Api",          ".Deployment",            "AWS::ApiGateway::Deployment"     },
    {"AWS::Serverless::Api",          ".Stage",                 "AWS::ApiGateway::Stage"          },
    {"AWS::Serverless::Function",     "DeploymentGroup",        "AWS::CodeDeploy::DeploymentGroup"},
    {"AWS::Serverless::Function",     "Role",                   "AWS::IAM::Role"                  },
    {"AWS::Serverless::Function",     "Url",                    "AWS::Lambda::Url"                },
    {"AWS::Serverless::HttpApi",      "ApiGatewayDefaultStage", "AWS::ApiGatewayV2::Stage"        },
    {"AWS::Serverless::HttpApi",      ".Stage",                 "AWS::ApiGatewayV2::Stage"        },
    {"AWS::Serverless::StateMachine", "Role",                   "AWS::IAM::Role"                  },
};

// What all of a template's serverless resources share.
struct Shared {
  std::string_view logical_id;
  std::string_view type;
};
constexpr Shared kShared[] = {
    {"CodeDeployServiceRole",                   "AWS::IAM::Role"              },
    {"ServerlessApiKey",                        "AWS::ApiGateway::ApiKey"     },
    {"ServerlessDeploymentApplication",         "AWS::CodeDeploy::Application"},
    {"ServerlessHttpApi",                       "AWS::ApiGatewayV2::Api"      },
    {"ServerlessHttpApi.Stage",                 "AWS::ApiGatewayV2::Stage"    },
    {"ServerlessHttpApiApiGatewayDefaultStage", "AWS::ApiGatewayV2::Stage"    },
    {"ServerlessRestApi",                       "AWS::ApiGateway::RestApi"    },
    {"ServerlessRestApi.Deployment",            "AWS::ApiGateway::Deployment" },
    {"ServerlessRestApi.Stage",                 "AWS::ApiGateway::Stage"      },
    {"ServerlessRestApiProdStage",              "AWS::ApiGateway::Stage"      },
    {"ServerlessUsagePlan",                     "AWS::ApiGateway::UsagePlan"  },
};

// Whatever the template declares itself stays.
void add(const std::string& logical_id, std::string_view type, const std::string& stack,
         NamedResources& resources) {
  resources.try_emplace(logical_id,
                        NamedResource{std::string(type), generated_name(type, stack, logical_id)});
}

// An event's source, and the permission to call the function.
void name_events(const std::string& logical_id, const Value& events, const std::string& stack,
                 NamedResources& resources) {
  for (const auto& [name, event] : events.members) {
    add(logical_id + name, "event " + event.text_of("Type"), stack, resources);
    add(logical_id + name + "Permission", "AWS::Lambda::Permission", stack, resources);
  }
}

}  // namespace

void name_generated_resources(const std::string& logical_id, const Value& resource,
                              const std::string& stack, NamedResources& resources) {
  const std::string type = resource.text_of("Type");
  if (!type.starts_with("AWS::Serverless::")) return;
  for (const Shared& each : kShared) {
    add(std::string(each.logical_id), each.type, stack, resources);
  }
  for (const Generated& each : kGenerated) {
    if (each.of == type) add(logical_id + std::string(each.suffix), each.type, stack, resources);
  }
  const Value* const properties = resource.find("Properties");
  if (!properties) return;
  if (const Value* const events = properties->find("Events")) {
    name_events(logical_id, *events, stack, resources);
  }
  const std::string stage = properties->text_of("StageName");
  if (!stage.empty()) {
    add(logical_id + stage + "Stage", "AWS::ApiGateway::Stage", stack, resources);
  }
}

}  // namespace server::seeds
