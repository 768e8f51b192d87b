"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { test } = require("node:test");
const { findProgram } = require("../lib/find-program.js");

/** A directory that is the current one during the test. */
function directory(context) {
  const before = process.cwd();
  const here = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "rivulet-test-")));
  process.chdir(here);
  context.after(() => {
    process.chdir(before);
    fs.rmSync(here, { recursive: true });
  });
  return (file) => {
    const full = path.join(here, file);
    fs.mkdirSync(path.dirname(full), { recursive: true });
    fs.writeFileSync(full, "", { mode: 0o755 });
    return full;
  };
}

test("what is given comes first, then variables, then the path, then a build", (context) => {
  const program = directory(context);
  const built = program("build/release/rivulet");
  assert.equal(findProgram(undefined, {}), built);
  const onPath = program("bin/rivulet");
  const PATH = `/nowhere:${path.dirname(onPath)}`;
  assert.equal(findProgram(undefined, { PATH }), onPath);
  const RIVULET = program("second");
  assert.equal(findProgram(undefined, { PATH, RIVULET }), RIVULET);
  const RIVULET_BINARY = program("first");
  assert.equal(findProgram(undefined, { PATH, RIVULET, RIVULET_BINARY }), RIVULET_BINARY);
  const given = program("given");
  assert.equal(findProgram("./given", { PATH, RIVULET, RIVULET_BINARY }), given);
});

test("a place that is named must have it", (context) => {
  const program = directory(context);
  program("build/release/rivulet");
  fs.writeFileSync("text", "");
  for (const RIVULET_BINARY of ["missing", "text", "."]) {
    assert.throws(() => findProgram(undefined, { RIVULET_BINARY }), {
      message: `there is no program ${RIVULET_BINARY}`,
    });
  }
});

test("where it was looked for is told", (context) => {
  directory(context);
  assert.throws(() => findProgram(undefined, { PATH: "/nowhere" }), {
    name: "RivuletError",
    message:
      "no rivulet was found, neither on the PATH nor as build/release/rivulet: give startRivulet({ binary }) or " +
      "the variable RIVULET_BINARY its path, or the variable RIVULET_URL the address of a running one",
  });
});
