#pragma once

#include "core/http_message.h"
#include "server/lambda_api/call.h"
#include "server/services.h"

// The operations behind the routes: each named after Lambda's own, all on the engine thread.
namespace server::lambda_api {

// create_function.cpp, update_function.cpp: the code is unpacked on a worker thread.
void create_function(const Call& call, Services& services, core::HttpReply reply);
void update_function_code(const Call& call, Services& services, core::HttpReply reply);
void update_function_configuration(const Call& call, Services& services, core::HttpReply reply);

// functions.cpp
core::HttpResponse get_function(const Call& call, Services& services);
core::HttpResponse get_function_configuration(const Call& call, Services& services);
void delete_function(const Call& call, Services& services, core::HttpReply reply);
core::HttpResponse list_functions(const Call& call, Services& services);

// versions.cpp
core::HttpResponse publish_version(const Call& call, Services& services);
core::HttpResponse list_versions_by_function(const Call& call, Services& services);

// aliases.cpp
core::HttpResponse create_alias(const Call& call, Services& services);
core::HttpResponse get_alias(const Call& call, Services& services);
core::HttpResponse update_alias(const Call& call, Services& services);
core::HttpResponse delete_alias(const Call& call, Services& services);
core::HttpResponse list_aliases(const Call& call, Services& services);

// function_code.cpp: the zip itself, at the URL that GetFunction names. Its path's parameters are
// account, region and function, with its version.
void download_code(const Call& call, Services& services, core::HttpReply reply);

// invoke.cpp
void invoke(const Call& call, Services& services, core::HttpReply reply);
void invoke_async(const Call& call, Services& services, core::HttpReply reply);

// account_settings.cpp
core::HttpResponse get_account_settings(const Call& call, Services& services);

// concurrency.cpp
core::HttpResponse put_function_concurrency(const Call& call, Services& services);
core::HttpResponse get_function_concurrency(const Call& call, Services& services);
core::HttpResponse delete_function_concurrency(const Call& call, Services& services);

// provisioned_concurrency.cpp
core::HttpResponse put_provisioned_concurrency_config(const Call& call, Services& services);
core::HttpResponse get_provisioned_concurrency_config(const Call& call, Services& services);
core::HttpResponse delete_provisioned_concurrency_config(const Call& call, Services& services);
core::HttpResponse list_provisioned_concurrency_configs(const Call& call, Services& services);

// layers.cpp
void publish_layer_version(const Call& call, Services& services, core::HttpReply reply);
core::HttpResponse get_layer_version(const Call& call, Services& services);
core::HttpResponse get_layer_version_by_arn(const Call& call, Services& services);
core::HttpResponse list_layers(const Call& call, Services& services);
core::HttpResponse list_layer_versions(const Call& call, Services& services);
core::HttpResponse delete_layer_version(const Call& call, Services& services);
void download_layer(const Call& call, Services& services, core::HttpReply reply);

// layer_permissions.cpp
core::HttpResponse add_layer_version_permission(const Call& call, Services& services);
core::HttpResponse remove_layer_version_permission(const Call& call, Services& services);
core::HttpResponse get_layer_version_policy(const Call& call, Services& services);

// event_invoke_configs.cpp: how asynchronous invocations are handled
core::HttpResponse put_function_event_invoke_config(const Call& call, Services& services);
core::HttpResponse update_function_event_invoke_config(const Call& call, Services& services);
core::HttpResponse get_function_event_invoke_config(const Call& call, Services& services);
core::HttpResponse delete_function_event_invoke_config(const Call& call, Services& services);
core::HttpResponse list_function_event_invoke_configs(const Call& call, Services& services);

// kept_settings.cpp: what only concerns Amazon's machines
core::HttpResponse put_function_code_signing_config(const Call& call, Services& services);
core::HttpResponse get_function_code_signing_config(const Call& call, Services& services);
core::HttpResponse delete_function_code_signing_config(const Call& call, Services& services);
core::HttpResponse put_function_recursion_config(const Call& call, Services& services);
core::HttpResponse get_function_recursion_config(const Call& call, Services& services);
core::HttpResponse put_runtime_management_config(const Call& call, Services& services);
core::HttpResponse get_runtime_management_config(const Call& call, Services& services);

// permissions.cpp
core::HttpResponse add_permission(const Call& call, Services& services);
core::HttpResponse remove_permission(const Call& call, Services& services);
core::HttpResponse get_policy(const Call& call, Services& services);

// event_source_mappings.cpp
core::HttpResponse create_event_source_mapping(const Call& call, Services& services);
core::HttpResponse get_event_source_mapping(const Call& call, Services& services);
core::HttpResponse list_event_source_mappings(const Call& call, Services& services);
core::HttpResponse update_event_source_mapping(const Call& call, Services& services);
core::HttpResponse delete_event_source_mapping(const Call& call, Services& services);

// tags.cpp: of functions and of event source mappings
core::HttpResponse tag_resource(const Call& call, Services& services);
core::HttpResponse untag_resource(const Call& call, Services& services);
core::HttpResponse list_tags(const Call& call, Services& services);

}  // namespace server::lambda_api
