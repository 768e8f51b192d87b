"use strict";

const { startRivulet } = require("./rivulet.js");

/** `globalSetup` of vitest and jest: one server for all workers, which find it by RIVULET_URL. */
module.exports = async function setup() {
  const rivulet = await startRivulet({ shared: true });
  return () => rivulet.stop(); // vitest calls this; with jest, the server ends with the run's process
};
