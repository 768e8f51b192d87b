"use strict";

const { RivuletError } = require("./errors.js");

/** The options of a call as they are; one that it doesn't have is a mistake, and not ignored. */
function checked(call, options, known) {
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw new RivuletError(`${call} has no option ${name}: it has ${known.join(", ")}`);
  }
  return options;
}

/** Any other access key id would stand for the server's own account, where such worlds would meet. */
function checkAccount(account) {
  if (typeof account === "string" && /^[0-9]{12}$/.test(account)) return;
  throw new RivuletError(`an account is a string of 12 digits, and not ${JSON.stringify(account)}`);
}

module.exports = { checkAccount, checked };
