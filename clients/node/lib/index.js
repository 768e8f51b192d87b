"use strict";

const { ControlError, NotSettledError, RivuletError } = require("./errors.js");
const { Rivulet, startRivulet } = require("./rivulet.js");
const { World } = require("./world.js");

module.exports = { ControlError, NotSettledError, Rivulet, RivuletError, World, startRivulet };
