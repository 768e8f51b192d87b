#pragma once

#include "core/http_message.h"
#include "server/client/http_client.h"

#include <string>

namespace server {

// A question that the program asks itself: a request without a connection.
class OwnRequest {
 public:
  // `url` is the server's own, whose host the request names. The question must outlive it.
  OwnRequest(const client::HttpQuestion& question, std::string_view url);

  // Valid as long as this object is.
  core::HttpRequest get() const;

 private:
  class Headers : public core::HttpHeaders {
   public:
    Headers(const client::HttpQuestion& question, std::string host)
        : question_(question), host_(std::move(host)) {}
    std::optional<std::string_view> find(std::string_view name) const override;
    void for_each(const Visit& visit) const override;

   private:
    const client::HttpQuestion& question_;
    std::string host_;
  };

  const client::HttpQuestion& question_;
  Headers headers_;
};

}  // namespace server
