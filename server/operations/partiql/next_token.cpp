#include "server/operations/partiql/next_token.h"

#include "core/api_error.h"
#include "core/base64.h"
#include "core/digest.h"
#include "core/json/attribute_value_json.h"
#include "core/json/value.h"
#include "core/json/writer.h"

#include <utility>

namespace server::operations {
namespace {

// Of the statement's text and its parameters.
std::string digest_of(const PreparedStatement& prepared) {
  core::json::Writer writer;
  writer.begin_array().string(prepared.text);
  for (const auto& each : prepared.parameters) core::json::write(writer, *each);
  return core::base64_encode(core::sha256(writer.end_array().take()));
}

}  // namespace

std::string next_token(const PreparedStatement& prepared, const ReadPosition& position) {
  core::json::Writer writer;
  writer.begin_object().member("Statement", digest_of(prepared));
  writer.member("Range", static_cast<std::int64_t>(position.range));
  if (position.after) core::json::write_item(writer.key("After"), *position.after);
  return core::base64_encode(writer.end_object().take());
}

ReadPosition read_next_token(std::string_view token, const PreparedStatement& prepared) {
  auto text = core::base64_decode(token);
  if (!text) throw_invalid_next_token();
  const auto document = [&] {
    try {
      return core::json::Document::parse(*std::move(text));
    } catch (const core::json::ParseError&) {
      throw_invalid_next_token();
    }
  }();
  using core::json::Kind;
  if (!document.root().is(Kind::object)) throw_invalid_next_token();
  const auto statement = document.root().object().find("Statement");
  const auto range = document.root().object().find("Range");
  const auto after = document.root().object().find("After");
  if (!statement || !statement->is(Kind::string) || !range || !range->is(Kind::number) ||
      !range->whole() || range->integer() < 0) {
    throw_invalid_next_token();
  }
  if (statement->string() != digest_of(prepared)) {
    core::throw_validation("NextToken does not match request");
  }
  ReadPosition position{static_cast<std::size_t>(range->integer()), {}};
  if (!after) return position;
  try {
    position.after = core::json::read_item(*after);
  } catch (const core::ApiError&) {
    throw_invalid_next_token();
  }
  return position;
}

void throw_invalid_next_token() {
  core::throw_validation("Invalid NextToken");
}

}  // namespace server::operations
