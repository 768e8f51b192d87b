#include "server/operations/transfers/transfer_page.h"

#include "core/api_error.h"
#include "tests/unit/server/operations/transfers/transfer_engine.h"

#include <doctest/doctest.h>

namespace transfer_page_test {

using namespace server::operations;

namespace {

std::string arn(const std::string& id, const std::string& table = "T",
                const std::string& kind = "export") {
  return "arn:aws:dynamodb:us-east-1:000000000000:table/" + table + "/" + kind + "/" + id;
}

TransferPage page(std::vector<std::string> arns, const std::string& most = "",
                  const std::string& token = "") {
  const auto number = core::json::Document::parse(most.empty() ? "0" : most);
  const auto text = core::json::Document::parse("\"" + token + "\"");
  using Given = std::optional<core::json::Value>;
  return page_of(std::move(arns), "export", most.empty() ? Given() : Given(number.root()),
                 token.empty() ? Given() : Given(text.root()));
}

std::string fault(const std::string& token) {
  try {
    page({}, "", token);
  } catch (const core::ApiError& error) {
    return error.message();
  }
  return "none";
}

using Arns = std::vector<std::string>;

}  // namespace

TEST_CASE("the newest come first, whatever their tables") {
  CHECK(page({arn("2", "A"), arn("3", "A"), arn("1", "Z"), arn("2", "B")}).arns ==
        Arns{arn("3", "A"), arn("2", "B"), arn("2", "A"), arn("1", "Z")});
}

TEST_CASE("a page has ten, or as many as were asked for, and a token if more follow") {
  Arns all;
  for (int i = 10; i < 20; ++i) all.push_back(arn(std::to_string(i)));
  CHECK(page(all).arns.size() == 10);
  CHECK(page(all).next_token.empty());
  all.push_back(arn("20"));
  CHECK(page(all).arns.size() == 10);
  CHECK_FALSE(page(all).next_token.empty());
  CHECK(page(all, "11").next_token.empty());
  const TransferPage first = page(all, "4");
  CHECK(first.arns == Arns{arn("20"), arn("19"), arn("18"), arn("17")});
  const TransferPage second = page(all, "4", first.next_token);
  CHECK(second.arns == Arns{arn("16"), arn("15"), arn("14"), arn("13")});
  const TransferPage third = page(all, "4", second.next_token);
  CHECK(third.arns == Arns{arn("12"), arn("11"), arn("10")});
  CHECK(third.next_token.empty());
}

TEST_CASE("a token goes on behind one that is gone, and with what is older only") {
  const std::string token = page({arn("5"), arn("4")}, "1").next_token;
  CHECK(page({arn("4"), arn("9")}, "1", token).arns == Arns{arn("4")});
}

TEST_CASE("tokens are hexadecimal digits, sixteen or a multiple, 112 at least") {
  const auto token = [](const std::string& id) { return page({arn(id), arn("")}, "1").next_token; };
  const std::size_t others = arn("").size();
  for (const std::size_t bytes : {64, 65}) {  // before they are made longer
    CAPTURE(bytes);
    const std::string made = token(std::string(bytes - others, '1'));
    CHECK(made.size() == (bytes == 64 ? 128 : 144));
    CHECK(made.find_first_not_of("0123456789abcdef") == std::string::npos);
  }
  const auto shorter = page({"arn:aws:dynamodb:r:0:table/T/export/1", "/0"}, "1").next_token;
  CHECK(shorter.size() == 112);
}

TEST_CASE("what is no token of such a list is refused") {
  const auto text = [](const std::string& token) {
    return "Invalid Request: Provided nextToken is invalid: " + token;
  };
  for (const std::string token : {"0", "00", "g0", "0g", "zz"}) CHECK(fault(token) == text(token));
  const std::string good = page({arn("1"), arn("0")}, "1").next_token;
  CHECK(fault(good) == "none");
  for (const char* no_digit : {"g1", "3g", "3F"}) {  // where the id was
    std::string token = good;
    token.replace(2 * arn("").size(), 2, no_digit);
    CHECK(fault(token) == text(token));
  }
  const std::string other = page_of({arn("1", "T", "import"), "/0"}, "import",
                                    core::json::Document::parse("1").root(), std::nullopt)
                                .next_token;
  CHECK(fault(other) == text(other));
}

TEST_CASE("a list shows the caller's transfers, or those of one table") {
  tests::TransferEngine engine;
  engine.objects.buckets["imports"];
  const auto begin = [&](const std::string& table) {
    std::string parameters = tests::music();
    parameters.replace(parameters.find("Music"), 5, table);
    return engine.member(
        engine.engine.answer("ImportTable", R"({"S3BucketSource":{"S3Bucket":"imports"},)"
                                            R"("InputFormat":"CSV","TableCreationParameters":)" +
                                                parameters + "}"),
        "ImportArn");
  };
  const std::string one = begin("Music");
  const std::string two = begin("Music2");
  const auto listed = [&](const std::string& body) {
    const std::string text = engine.engine.answer("ListImports", body);
    return std::string(text.find(one) != std::string::npos ? "1" : "") +
           (text.find(two) != std::string::npos ? "2" : "");
  };
  CHECK(listed("{}") == "12");
  CHECK(listed(R"({"TableArn":")" + std::string(tests::kMusicArn) + "\"}") == "1");
  CHECK(listed(R"({"TableArn":")" + std::string(tests::kMusicArn) + "2\"}") == "2");
  CHECK(listed(R"({"TableArn":"arn:aws:dynamodb:us-west-2:000000000000:table/Music"})") == "");
}

}  // namespace transfer_page_test
