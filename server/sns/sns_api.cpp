#include "server/sns/sns_api.h"

#include "core/api_error.h"
#include "core/uuid.h"
#include "server/protocol/authentication.h"
#include "server/protocol/query_form.h"
#include "server/protocol/request_scope.h"
#include "server/scope.h"
#include "server/sns/sns_error.h"
#include "server/sns/sns_operations.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>

namespace server::sns {
namespace {

constexpr std::string_view kNamespace = "http://sns.amazonaws.com/doc/2010-03-31/";
constexpr std::string_view kVersion = "2010-03-31";

struct Operation {
  std::string_view action;
  void (*start)(const Call&, const Reply&) = nullptr;  // nullptr: Rivulet lacks it
};

constexpr Operation kOperations[] = {
    {"AddPermission"                     },
    {"CheckIfPhoneNumberIsOptedOut"      },
    {"ConfirmSubscription"               },
    {"CreatePlatformApplication"         },
    {"CreatePlatformEndpoint"            },
    {"CreateSMSSandboxPhoneNumber"       },
    {"CreateTopic",                        create_topic},
    {"DeleteEndpoint"                                   },
    {"DeletePlatformApplication"},
    {"DeleteSMSSandboxPhoneNumber"                                   },
    {"DeleteTopic", delete_topic},
    {"GetDataProtectionPolicy"                       },
    {"GetEndpointAttributes"           },
    {"GetPlatformApplicationAttributes"             },
    {"GetSMSAttributes"  },
    {"GetSMSSandboxAccountStatus"                  },
    {"GetSubscriptionAttributes",         get_subscription_attributes},
    {"GetTopicAttributes",          get_topic_attributes},
    {"ListEndpointsByPlatformApplication"                                   },
    {"ListOriginationNumbers"      },
    {"ListPhoneNumbersOptedOut"},
    {"ListPlatformApplications"            },
    {"ListSMSSandboxPhoneNumbers"          },
    {"ListSubscriptions",           list_subscriptions},
    {"ListSubscriptionsByTopic",         list_subscriptions_by_topic},
    {"ListTagsForResource",                  list_tags_for_resource},
    {"ListTopics",                                    list_topics},
    {"OptInPhoneNumber"},
    {"Publish",                publish},
    {"PublishBatch",                                    publish_batch},
    {"PutDataProtectionPolicy"},
    {"RemovePermission"                  },
    {"SetEndpointAttributes"                           },
    {"SetPlatformApplicationAttributes"                                   },
    {"SetSMSAttributes"},
    {"SetSubscriptionAttributes",            set_subscription_attributes},
    {"SetTopicAttributes",                   set_topic_attributes},
    {"Subscribe",              subscribe},
    {"TagResource",   tag_resource},
    {"Unsubscribe",                   unsubscribe},
    {"UntagResource",          untag_resource},
    {"VerifySMSSandboxPhoneNumber"                                   },
};

core::HttpResponse xml_response(int status, const std::string& request_id, std::string xml) {
  core::HttpResponse response{status, "text/xml", {}, std::move(xml)};
  response.headers.emplace_back("x-amzn-RequestId", request_id);
  return response;
}

core::HttpResponse error_response(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const SnsError& error) {
    return error_answer(error);
  } catch (const core::ApiError& error) {  // of the signature
    std::string_view code = core::error_name(error.code());
    constexpr std::string_view kSuffix = "Exception";
    if (code.ends_with(kSuffix)) code.remove_suffix(kSuffix.size());
    return error_answer(SnsError(403, code, error.message()));
  } catch (const std::exception& error) {
    spdlog::error("SNS: {}", error.what());
    return error_answer(SnsError(500, "InternalError", "The request could not be completed."));
  }
}

core::HttpResponse answer(const std::string& action, const WriteResult& write_result) {
  const std::string request_id = core::random_uuid();
  protocol::XmlWriter xml(action + "Response", kNamespace);
  if (write_result) {
    xml.open(action + "Result");
    write_result(xml);
    xml.close();
  }
  xml.open("ResponseMetadata").element("RequestId", request_id);
  return xml_response(200, request_id, xml.take());
}

const Operation& require_operation(const std::string& action, const protocol::QueryForm& form) {
  const auto* const found =
      std::find_if(std::begin(kOperations), std::end(kOperations),
                   [&](const Operation& operation) { return operation.action == action; });
  const std::string version(form.find("Version").value_or("NO_VERSION_SPECIFIED"));
  if (found == std::end(kOperations) || version != kVersion) {
    throw SnsError(400, "InvalidAction",
                   fmt::format("Could not find operation {} for version {}", action, version));
  }
  if (!found->start) {
    throw SnsError(400, "InvalidAction", fmt::format("Rivulet doesn't support {}.", action));
  }
  return *found;
}

void run(const core::HttpRequest& request, const std::string& action, TopicStore& topics,
         Services& services, const Reply& reply) {
  if (request.body_too_large) throw invalid_parameter("Message too long");
  protocol::check_authentication(request);
  const protocol::QueryForm form(request);
  const Operation& operation = require_operation(action, form);
  operation.start({form, scope_of(request, services.settings), topics, services}, reply);
}

}  // namespace

core::HttpResponse error_answer(const SnsError& error) {
  const std::string request_id = core::random_uuid();
  protocol::XmlWriter xml("ErrorResponse", kNamespace);
  xml.open("Error").element("Type", error.status < 500 ? "Sender" : "Receiver");
  xml.element("Code", error.code).element("Message", error.message).close();
  xml.element("RequestId", request_id);
  return xml_response(error.status, request_id, xml.take());
}

bool serves(const core::HttpRequest& request) {
  return !request.headers.find("X-Amz-Target") && protocol::signed_service(request) == "sns" &&
         protocol::find_query_parameter(request, "Action").has_value();
}

void serve_sns(core::HttpRequest request, TopicStore& topics, Services& services,
               core::HttpReply reply) {
  const std::string action = protocol::find_query_parameter(request, "Action").value_or("");
  const Reply write = [reply, action](const WriteResult& write_result) {
    try {
      reply(answer(action, write_result));
    } catch (const std::exception&) {
      reply(error_response(std::current_exception()));
    }
  };
  try {
    run(request, action, topics, services, write);
  } catch (const std::exception&) {
    reply(error_response(std::current_exception()));
  }
}

}  // namespace server::sns
