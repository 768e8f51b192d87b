// Runtime interface client for Node.js: fetches invocations from the Lambda Runtime API, runs the
// function's handler on them, and posts what comes of it. Written from the documented and recorded
// behaviour of AWS Lambda; the Runtime API is described in Lambda's developer guide.
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import util from 'node:util';

const env = process.env;
const taskRoot = env.LAMBDA_TASK_ROOT;
const handlerName = env._HANDLER;
const telemetryDescriptor = Number(env._LAMBDA_TELEMETRY_LOG_FD ?? 1);
const framed = env._LAMBDA_TELEMETRY_LOG_FD !== undefined;
delete env._LAMBDA_TELEMETRY_LOG_FD; // no business of the handler's children
const runtimeMajor = Number(/nodejs(\d+)/.exec(env.AWS_EXECUTION_ENV ?? '')?.[1] ?? 20);
const jsonLogs = env.AWS_LAMBDA_LOG_FORMAT === 'JSON';
const maxResponseBytes = 6291556;

let requestId; // of the invocation that runs or ran last
let active; // its state, while it has no answer yet

// ---- log: one console call is one event, framed as log_splitter.h describes ----

const frameHeaderBytes = 16;

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
  if (!framed) return writeAll(Buffer.from(text.replaceAll('\n', '\r').replace(/\r$/, '\n')));
  const bytes = Buffer.allocUnsafe(frameHeaderBytes + Buffer.byteLength(text));
  bytes.writeUInt32BE(0xa55a0003, 0);
  bytes.writeUInt32BE(bytes.length - frameHeaderBytes, 4);
  bytes.writeBigInt64BE(BigInt(Date.now()) * 1000n, 8);
  bytes.write(text, frameHeaderBytes);
  writeAll(bytes);
}

const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const lowestLevel = jsonLogs ? Math.max(0, levels.indexOf(env.AWS_LAMBDA_LOG_LEVEL)) : 0;

function jsonLine(timestamp, level, args) {
  const line = { timestamp, level, requestId };
  if (args.length === 1 && args[0] instanceof Error) {
    const { errorType, errorMessage, trace } = errorAnswer(args[0]);
    line.message = { errorType, errorMessage, stackTrace: trace };
  } else if (args.length === 1 && typeof args[0] === 'object') {
    line.message = args[0];
  } else {
    line.message = util.format(...args);
  }
  try {
    return JSON.stringify(line);
  } catch {
    return JSON.stringify({ ...line, message: util.format(...args) });
  }
}

function log(level, args) {
  if (levels.indexOf(level) < lowestLevel) return;
  const timestamp = new Date().toISOString();
  const line = jsonLogs
    ? jsonLine(timestamp, level, args)
    : `${timestamp}\t${requestId}\t${level}\t${util.format(...args)}`;
  writeEvent(`${line}\n`);
}

console.log = (...args) => log('INFO', args);
console.info = (...args) => log('INFO', args);
console.debug = (...args) => log('DEBUG', args);
console.warn = (...args) => log('WARN', args);
console.error = (...args) => log('ERROR', args);
console.trace = (...args) => log('TRACE', args);
console.fatal = (...args) => log('FATAL', args);

// ---- errors ----

class RuntimeError extends Error {
  constructor(name, message) {
    super(message);
    this.name = `Runtime.${name}`;
  }
}

function isError(value) {
  return util.types.isNativeError(value) || value instanceof Error;
}

// What the caller of the function gets to see.
function errorAnswer(error) {
  if (!isError(error)) {
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  }
  return {
    errorType: String(error.name ?? 'Error'),
    errorMessage: String(error.message),
    trace: String(error.stack ?? '').split('\n'),
  };
}

// What the log gets to see: with the error's own members.
function loggable(error) {
  if (!isError(error)) return error;
  const { errorType, errorMessage, trace } = errorAnswer(error);
  return { errorType, errorMessage, ...error, name: undefined, stack: trace };
}

function logError(what, error) {
  let text;
  try {
    text = JSON.stringify(error, (_, value) => loggable(value));
  } catch {
    text = JSON.stringify(errorAnswer(error));
  }
  if (jsonLogs) return log('ERROR', [error]);
  log('ERROR', [`${what} \t%s`, text]);
}

// ---- Runtime API ----

const [apiHost, apiPort] = env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1, noDelay: true });

function call(method, target, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const options = { agent, host: apiHost, port: apiPort, method, path: `/2018-06-01${target}` };
    options.headers = headers;
    if (body !== undefined) headers['Content-Length'] = Buffer.byteLength(body);
    const request = http.request(options, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

function postError(target, error) {
  const answer = errorAnswer(error);
  return call('POST', target, JSON.stringify(answer), {
    'Content-Type': 'application/json',
    'Lambda-Runtime-Function-Error-Type': encodeURIComponent(answer.errorType),
  });
}

// The host learns where the interpreter lies.
const nextHeaders = { 'Rivulet-Interpreter': process.execPath };
const nextInvocation = () => call('GET', '/runtime/invocation/next', undefined, nextHeaders);

// ---- the handler ----

function isFile(name) {
  return fs.statSync(name, { throwIfNoEntry: false })?.isFile() ?? false;
}

// Whether the nearest package.json makes .js files ES modules.
function isModuleFolder(folder) {
  for (let at = folder; ; at = path.dirname(at)) {
    const file = path.join(at, 'package.json');
    if (isFile(file)) {
      try {
        return JSON.parse(fs.readFileSync(file, 'utf8')).type === 'module';
      } catch {
        return false;
      }
    }
    if (at === path.dirname(at)) return false;
  }
}

async function loadModule(folder, name) {
  const require = createRequire(path.join(taskRoot, 'index.js'));
  const base = path.resolve(taskRoot, folder, name);
  if (isFile(base)) return require(base);
  if (isFile(`${base}.js`)) {
    if (!isModuleFolder(path.dirname(base))) return require(`${base}.js`);
    return import(pathToFileURL(`${base}.js`).href);
  }
  if (isFile(`${base}.mjs`)) return import(pathToFileURL(`${base}.mjs`).href);
  if (isFile(`${base}.cjs`)) return require(`${base}.cjs`);
  const paths = [taskRoot, path.join(taskRoot, folder)];
  return require(require.resolve(name, { paths }));
}

async function loadUserCode(folder, name) {
  try {
    return await loadModule(folder, name);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new RuntimeError('UserCodeSyntaxError', String(error));
    }
    if (error?.code === 'MODULE_NOT_FOUND') {
      throw new RuntimeError('ImportModuleError', String(error));
    }
    throw error;
  }
}

// Handler names are FOLDER/FILE.EXPORT, where the export may be nested: "src/app.api.get".
async function loadHandler(name) {
  if (name.includes('..')) {
    throw new RuntimeError(
      'MalformedHandlerName',
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const parts = /^([^.]*)\.(.+)$/.exec(path.basename(name));
  if (!parts) throw new RuntimeError('MalformedHandlerName', 'Bad handler');
  const module = await loadUserCode(path.dirname(name), parts[1]);
  const find = (from) => parts[2].split('.').reduce((at, key) => at?.[key], from);
  const handler = find(module) ?? find(module.default);
  if (handler === undefined || handler === null) {
    throw new RuntimeError('HandlerNotFound', `${name} is undefined or not exported`);
  }
  if (typeof handler !== 'function') {
    throw new RuntimeError('HandlerNotFound', `${name} is not a function`);
  }
  if (runtimeMajor >= 24 && handler.length >= 3) {
    throw new RuntimeError(
      'CallbackHandlerDeprecated',
      'Callback-based function handlers are not supported from nodejs24.x on. Use an async handler.',
    );
  }
  return handler;
}

// ---- one invocation ----

// Its answer: the first one counts. `pending` is what a callback gave that waits for the event loop
// to run empty.
class Invocation {
  constructor(headers) {
    this.isPromise = false;
    this.answered = new Promise((resolve) => {
      this.answer = resolve;
    });
    this.pending = undefined;
    this.context = this.makeContext(headers);
  }

  succeed(value) {
    this.answer({ value });
  }

  fail(error) {
    this.answer({ error, failed: true });
  }

  // callback(error, value): at once, or when nothing is left to do.
  callBack(error, value) {
    if (this.pending) return;
    const failed = error !== undefined && error !== null;
    this.pending = failed ? { error, failed } : { value };
    if (!this.context.callbackWaitsForEmptyEventLoop) this.answer(this.pending);
  }

  // The event loop has nothing left: no answer will come by itself.
  drained() {
    if (this.pending) return this.answer(this.pending);
    if (!this.isPromise) return this.answer({ value: null });
    const message = 'The event loop ended while the handler was still waiting for a promise.';
    this.fail(new RuntimeError('NodeJsExit', message));
  }

  makeContext(headers) {
    const deadline = Number(headers['lambda-runtime-deadline-ms']);
    const parse = (text) => (text ? JSON.parse(text) : undefined);
    const context = {
      callbackWaitsForEmptyEventLoop: true,
      functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
      functionName: env.AWS_LAMBDA_FUNCTION_NAME,
      memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
      logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
      clientContext: parse(headers['lambda-runtime-client-context']),
      identity: parse(headers['lambda-runtime-cognito-identity']),
      invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
      awsRequestId: headers['lambda-runtime-aws-request-id'],
      getRemainingTimeInMillis: () => deadline - Date.now(),
    };
    if (runtimeMajor < 24) {
      context.succeed = (value) => this.succeed(value);
      context.fail = (error) => this.fail(error ?? 'handled');
      context.done = (error, value) => {
        if (error !== undefined && error !== null) this.fail(error);
        else this.succeed(value);
      };
    }
    return context;
  }
}

function runHandler(handler, invocation, body) {
  try {
    const args = [JSON.parse(body), invocation.context];
    if (runtimeMajor < 24) args.push((error, value) => invocation.callBack(error, value));
    const result = handler(...args);
    if (typeof result?.then !== 'function') {
      if (runtimeMajor >= 24) invocation.succeed(result);
      return; // otherwise a synchronous handler answers by its callback
    }
    invocation.isPromise = true;
    result.then(
      (value) => invocation.succeed(value),
      (error) => invocation.fail(error),
    );
  } catch (error) {
    invocation.fail(error);
  }
}

function serialize(value) {
  let text;
  try {
    text = JSON.stringify(value === undefined ? null : value) ?? 'null';
  } catch {
    throw new Error('Unable to stringify response body');
  }
  if (Buffer.byteLength(text) > maxResponseBytes) {
    const error = new Error(
      `Response payload size exceeded maximum allowed payload size (${maxResponseBytes} bytes).`,
    );
    error.name = 'Function.ResponseSizeTooLarge';
    throw error;
  }
  return text;
}

async function postAnswer(outcome) {
  const target = `/runtime/invocation/${requestId}`;
  let error = outcome.error;
  if (!outcome.failed) {
    try {
      const text = serialize(outcome.value);
      return await call('POST', `${target}/response`, text, { 'Content-Type': 'application/json' });
    } catch (problem) {
      error = problem;
    }
  }
  logError('Invoke Error', error);
  return postError(`${target}/error`, error);
}

async function serve(handler) {
  for (;;) {
    const { headers, body } = await nextInvocation();
    requestId = headers['lambda-runtime-aws-request-id'];
    env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'];
    active = new Invocation(headers);
    runHandler(handler, active, body);
    const outcome = await active.answered;
    active = undefined;
    await postAnswer(outcome);
  }
}

// ---- the end ----

// The process is in an unknown state: tell what happened, and go.
function die(what, error, exitCode) {
  logError(what, error);
  const target = requestId === undefined ? '/runtime/init/error' : `/runtime/invocation/${requestId}/error`;
  const exit = () => process.exit(exitCode);
  if (requestId !== undefined && !active) return exit(); // it has its answer
  active = undefined;
  postError(target, error).then(exit, exit);
}

process.on('uncaughtException', (error) => die('Uncaught Exception', error, 129));
process.on('unhandledRejection', (reason, promise) => {
  const error = new RuntimeError('UnhandledPromiseRejection', String(reason));
  error.reason = reason;
  error.promise = promise;
  die('Unhandled Promise Rejection', error, 128);
});
process.on('beforeExit', () => active?.drained());

loadHandler(handlerName).then(
  (handler) => serve(handler).catch(() => process.exit(1)), // the Runtime API is gone
  (error) => die('Uncaught Exception', error, 129),
);
