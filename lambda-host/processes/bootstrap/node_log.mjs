// The function's log: one console call is one event, framed as log_splitter.h describes.
import fs from 'node:fs';
import util from 'node:util';
import { errorAnswer, errorMembers, intoError, jsonReplacer, textReplacer } from './node_errors.mjs';

const frameHeaderBytes = 16;

let telemetryDescriptor = 1;
let framed = false;
let jsonLogs = false;
let lowestLevel = -1; // all
let requestId; // of the invocation that runs or ran last

export function setRequestId(id) {
  requestId = id;
}

function writeAll(bytes) {
  for (let offset = 0; offset < bytes.length; ) {
    try {
      offset += fs.writeSync(telemetryDescriptor, bytes, offset);
    } catch (error) {
      if (error.code !== 'EAGAIN') return; // nobody reads any more
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1); // the pipe is full
    }
  }
}

function writeEvent(text) {
  if (!framed) return writeAll(Buffer.from(`${text.replace(/\n$/, '').replaceAll('\n', '\r')}\n`));
  const bytes = Buffer.allocUnsafe(frameHeaderBytes + Buffer.byteLength(text));
  bytes.writeUInt32BE(0xa55a0003, 0);
  bytes.writeUInt32BE(bytes.length - frameHeaderBytes, 4);
  bytes.writeBigInt64BE(BigInt(Date.now()) * 1000n, 8);
  bytes.write(text, frameHeaderBytes);
  writeAll(bytes);
}

// One argument stays what it is; several become one text, beside which the first error among them
// shows its members.
function jsonEvent(timestamp, level, args) {
  const line = { timestamp, level, requestId };
  if (args.length > 1) {
    const error = args.find((value) => value instanceof Error);
    return JSON.stringify({ ...line, message: util.format(...args), ...(error && errorMembers(error)) });
  }
  try {
    return JSON.stringify({ ...line, message: args[0] }, jsonReplacer);
  } catch {
    return JSON.stringify({ ...line, message: util.format(args[0]) }); // a circle, a BigInt
  }
}

function textEvent(timestamp, level, args) {
  return `${timestamp}\t${requestId}\t${level}\t${util.format(...args)}\n`;
}

function log(level, args) {
  const timestamp = new Date().toISOString();
  writeEvent((jsonLogs ? jsonEvent : textEvent)(timestamp, level, args));
}

const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

function logger(level) {
  return levels.indexOf(level) < lowestLevel ? () => {} : (...args) => log(level, args);
}

function readSettings(env) {
  telemetryDescriptor = Number(env._LAMBDA_TELEMETRY_LOG_FD ?? 1);
  framed = env._LAMBDA_TELEMETRY_LOG_FD !== undefined;
  delete env._LAMBDA_TELEMETRY_LOG_FD; // no business of the handler's children
  jsonLogs = env.AWS_LAMBDA_LOG_FORMAT === 'JSON';
  lowestLevel = levels.indexOf(env.AWS_LAMBDA_LOG_LEVEL?.toUpperCase());
}

// As the environment says. From then on console writes events.
export function setUpLog() {
  readSettings(process.env);
  console.trace = logger('TRACE');
  console.debug = logger('DEBUG');
  console.info = logger('INFO');
  console.log = console.info;
  console.warn = logger('WARN');
  console.error = logger('ERROR');
  console.fatal = logger('FATAL');
}

export function logError(what, thrown) {
  const error = intoError(thrown);
  if (jsonLogs) return console.error(error);
  let text;
  try {
    text = JSON.stringify(error, textReplacer);
  } catch {
    text = JSON.stringify(errorAnswer(error));
  }
  console.error(what, `\t${text}`);
}
