"use strict";

class RivuletError extends Error {
  name = "RivuletError";
}

class ControlError extends RivuletError {
  name = "ControlError";

  constructor(status, { error, message }) {
    super(`${status} ${error}: ${message}`);
    this.status = status;
    this.error = error;
  }
}

class NotSettledError extends RivuletError {
  name = "NotSettledError";

  constructor(answer) {
    super(["not everything was delivered in time:", ...answer.waiting.map(line)].join("\n  "));
    this.answer = answer;
  }
}

function line({ function: name, shard, pending, reason }) {
  return `${name}${shard ? `, ${shard}` : ""}: ${pending} pending: ${reason}`;
}

module.exports = { ControlError, NotSettledError, RivuletError };
