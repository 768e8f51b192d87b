#include "storage/copy_job.h"

#include <doctest/doctest.h>

namespace copy_job_test {

using namespace storage;

TEST_CASE("a copy is read as it was stored") {
  CopyJob job;
  job.number = 1;
  job.source_table = {
      {core::AccountId("1"), core::Region("r")},
      "Source"
  };
  job.moment = 2;
  job.source_backup = 3;
  job.target_table = {
      {core::AccountId("2"), core::Region("s")},
      "Target"
  };
  job.target_backup = 4;
  job.next_key = std::string("\0\xff", 2);
  job.all_copied = true;
  const CopyJob read = copy_job_from_json(copy_job_to_json(job));
  CHECK(read.number == 1);
  CHECK(read.source_table.scope == job.source_table.scope);
  CHECK(read.source_table.name == "Source");
  CHECK(read.moment == 2);
  CHECK(read.source_backup == 3);
  CHECK(read.target_table.scope == job.target_table.scope);
  CHECK(read.target_table.name == "Target");
  CHECK(read.target_backup == 4);
  CHECK(read.next_key == job.next_key);
  CHECK(read.all_copied);
}

}  // namespace copy_job_test
