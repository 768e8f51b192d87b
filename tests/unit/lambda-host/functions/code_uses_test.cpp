#include "lambda-host/functions/code_uses.h"

#include "storage/files/data_directory.h"

#include <doctest/doctest.h>

#include <memory>
#include <optional>

namespace code_uses_test {

TEST_CASE("code goes from the disk with its last owner, behind its last use") {
  const auto directory = storage::files::DataDirectory::temporary();
  const auto& root = directory.functions();
  root.directory().make("used");
  std::optional<lambda_host::CodeDirectory> code(std::in_place, root, "used");
  lambda_host::CodeUses uses;
  uses.add(*code);
  uses.add(*code);
  uses.remove(*code);
  SUBCASE("and not before") {
    code.reset();
    CHECK(root.directory().names().size() == 1);
  }
  SUBCASE("so not if it is used once more") {
    uses.remove(*code);
    uses.add(*code);
    code.reset();
    CHECK(root.directory().names().size() == 1);
  }
  SUBCASE("however often it was used") {
    uses.remove(*code);
    uses.remove(*code);  // there is none
    CHECK(root.directory().names().size() == 1);
    code.reset();
    CHECK(root.directory().names().empty());
  }
}

}  // namespace code_uses_test
