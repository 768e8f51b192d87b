#pragma once

#include "server/sns/sns_call.h"

// The operations of SNS. They throw SnsError, and reply once otherwise.
namespace server::sns {

// topics.cpp
void create_topic(const Call& call, const Reply& reply);
void delete_topic(const Call& call, const Reply& reply);
void get_topic_attributes(const Call& call, const Reply& reply);
void list_topics(const Call& call, const Reply& reply);
void set_topic_attributes(const Call& call, const Reply& reply);
// subscriptions.cpp
void get_subscription_attributes(const Call& call, const Reply& reply);
void list_subscriptions(const Call& call, const Reply& reply);
void list_subscriptions_by_topic(const Call& call, const Reply& reply);
void set_subscription_attributes(const Call& call, const Reply& reply);
void subscribe(const Call& call, const Reply& reply);
void unsubscribe(const Call& call, const Reply& reply);
// publish.cpp
void publish(const Call& call, const Reply& reply);
void publish_batch(const Call& call, const Reply& reply);
// tags.cpp
void list_tags_for_resource(const Call& call, const Reply& reply);
void tag_resource(const Call& call, const Reply& reply);
void untag_resource(const Call& call, const Reply& reply);

}  // namespace server::sns
