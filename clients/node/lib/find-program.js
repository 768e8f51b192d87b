"use strict";

const { accessSync, constants, statSync } = require("node:fs");
const path = require("node:path");
const { RivuletError } = require("./errors.js");

/**
 * The program to start: the one that is given, else that of RIVULET_BINARY or RIVULET, else the first on the PATH,
 * else the one that was built in the current directory. A place that is named must have it.
 */
function findProgram(given, environment = process.env) {
  const named = given ?? (environment.RIVULET_BINARY || environment.RIVULET);
  if (named) {
    if (!isProgram(named)) throw new RivuletError(`there is no program ${named}`);
    return path.resolve(named);
  }
  const folders = (environment.PATH ?? "").split(path.delimiter).filter(Boolean);
  const places = [...folders.map((folder) => path.join(folder, "rivulet")), "build/release/rivulet"];
  const found = places.find(isProgram);
  if (found) return path.resolve(found);
  throw new RivuletError(
    "no rivulet was found, neither on the PATH nor as build/release/rivulet: give startRivulet({ binary }) or " +
      "the variable RIVULET_BINARY its path, or the variable RIVULET_URL the address of a running one",
  );
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

module.exports = { findProgram };
