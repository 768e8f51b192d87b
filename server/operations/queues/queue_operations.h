#pragma once

#include "server/operations/operation.h"

#include <string>

namespace server::operations {

std::string create_queue(const Request& request, Services& services);
std::string get_queue_url(const Request& request, Services& services);
std::string list_queues(const Request& request, Services& services);
std::string list_dead_letter_source_queues(const Request& request, Services& services);
std::string delete_queue(const Request& request, Services& services);
std::string purge_queue(const Request& request, Services& services);

void get_queue_attributes(const Request& request, Services& services, Reply reply);
std::string set_queue_attributes(const Request& request, Services& services);

std::string tag_queue(const Request& request, Services& services);
std::string untag_queue(const Request& request, Services& services);
std::string list_queue_tags(const Request& request, Services& services);

void send_message(const Request& request, Services& services, Reply reply);
void send_message_batch(const Request& request, Services& services, Reply reply);
void receive_message(const Request& request, Services& services, Reply reply);
void delete_message(const Request& request, Services& services, Reply reply);
void delete_message_batch(const Request& request, Services& services, Reply reply);
void change_message_visibility(const Request& request, Services& services, Reply reply);
void change_message_visibility_batch(const Request& request, Services& services, Reply reply);

// What isn't done is refused under its own name.
std::string add_permission(const Request& request, Services& services);
std::string remove_permission(const Request& request, Services& services);
std::string start_message_move_task(const Request& request, Services& services);
std::string cancel_message_move_task(const Request& request, Services& services);
std::string list_message_move_tasks(const Request& request, Services& services);

}  // namespace server::operations
