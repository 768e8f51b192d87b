#include "server/sns/own_notifications.h"

#include "server/sns/sns_delivery.h"

namespace server::sns {

void publish_own_message(const Topic& topic, TopicStore& topics, Services& services,
                         std::string message, operations::MessageAttributes attributes,
                         std::function<void(bool)> done) {
  Notification notification;
  notification.messages["default"] = std::move(message);
  notification.attributes = std::move(attributes);
  address(notification, topic, services.clock);
  deliver(std::move(notification), topic, topics, services, std::move(done));
}

}  // namespace server::sns
