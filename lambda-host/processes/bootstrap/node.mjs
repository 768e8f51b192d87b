// Runtime interface client for Node.js: fetches invocations from the Lambda Runtime API, runs the
// function's handler on them, and posts what comes of it. Written from the documented and recorded
// behaviour of AWS Lambda; the Runtime API is described in Lambda's developer guide.
import http from 'node:http';
import { assignment } from './node_assignment.mjs';
import { errorAnswer, runtimeError } from './node_errors.mjs';
import { findRuntimeMajor, loadHandler } from './node_handler.mjs';
import { logError, setRequestId, setUpLog } from './node_log.mjs';
import { isStreaming, provideGlobal, ResponseStream, runStreaming } from './node_stream.mjs';

await assignment();

const env = process.env;
const runtimeMajor = findRuntimeMajor();
const maxResponseBytes = 6291556;
const tooLarge = {
  errorMessage: `Response payload size exceeded maximum allowed payload size (${maxResponseBytes} bytes).`,
  errorType: 'Function.ResponseSizeTooLarge',
};

let requestId; // of the invocation that runs or ran last
let active; // its state, while it has no answer yet

// ---- Runtime API ----

// The path is a secret between the host and this client: handlers see the address as on Lambda.
const [apiAddress, ...apiPath] = env.AWS_LAMBDA_RUNTIME_API.split('/');
const [apiHost, apiPort] = apiAddress.split(':');
const apiPrefix = ['', ...apiPath, '2018-06-01'].join('/');
env.AWS_LAMBDA_RUNTIME_API = apiAddress;
const agent = new http.Agent({ keepAlive: true, maxSockets: 1, noDelay: true });

function call(method, target, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const options = { agent, host: apiHost, port: apiPort, method, path: `${apiPrefix}${target}` };
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

function postError(target, answer) {
  return call('POST', target, JSON.stringify(answer), {
    'Content-Type': 'application/json',
    'Lambda-Runtime-Function-Error-Type': encodeURIComponent(answer.errorType),
  });
}

const nextInvocation = () => call('GET', '/runtime/invocation/next');

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
    this.answer({ error: error ?? 'handled', failed: true });
  }

  // callback(error, value): an error at once, a value when nothing is left to do.
  callBack(error, value) {
    if (this.pending) return;
    if (error !== undefined && error !== null) return this.fail(error);
    this.pending = { value };
    if (!this.context.callbackWaitsForEmptyEventLoop) this.answer(this.pending);
  }

  // The event loop has nothing left: no answer will come by itself.
  drained() {
    if (this.pending) return this.answer(this.pending);
    if (!this.isPromise) return this.answer({ value: null });
    const message =
      'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes';
    this.fail(runtimeError('NodeJsExit', message));
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
      tenantId: headers['lambda-runtime-aws-tenant-id'],
      getRemainingTimeInMillis: () => deadline - Date.now(),
    };
    if (runtimeMajor < 24) {
      context.succeed = (value) => this.succeed(value);
      context.fail = (error) => this.fail(error);
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

async function runStreamingHandler(handler, invocation, body) {
  try {
    const stream = new ResponseStream(handler, maxResponseBytes);
    const bytes = await runStreaming(handler, JSON.parse(body), stream, invocation.context);
    invocation.answer({ bytes, contentType: stream.contentType });
  } catch (error) {
    invocation.fail(error);
  }
}

function stringify(value) {
  try {
    return JSON.stringify(value === undefined ? null : value) ?? 'null';
  } catch {
    throw new Error('Unable to stringify response body');
  }
}

function postPayload(target, payload, contentType) {
  if (Buffer.byteLength(payload) > maxResponseBytes) return postError(`${target}/error`, tooLarge);
  return call('POST', `${target}/response`, payload, { 'Content-Type': contentType });
}

async function postAnswer({ value, bytes, contentType, error, failed }) {
  const target = `/runtime/invocation/${requestId}`;
  if (!failed) {
    try {
      const payload = bytes ?? stringify(value);
      return await postPayload(target, payload, contentType ?? 'application/json');
    } catch (problem) {
      error = problem;
    }
  }
  logError('Invoke Error', error);
  return postError(`${target}/error`, errorAnswer(error));
}

async function serve(handler) {
  const run = isStreaming(handler) ? runStreamingHandler : runHandler;
  for (;;) {
    const { headers, body } = await nextInvocation();
    requestId = headers['lambda-runtime-aws-request-id'];
    setRequestId(requestId);
    env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'];
    active = new Invocation(headers);
    run(handler, active, body);
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
  postError(target, errorAnswer(error)).then(exit, exit);
}

process.on('uncaughtException', (error) => die('Uncaught Exception', error, 129));
process.on('unhandledRejection', (reason, promise) => {
  const error = runtimeError('UnhandledPromiseRejection', reason);
  error.reason = reason;
  error.promise = promise;
  die('Unhandled Promise Rejection', error, 128);
});
process.on('beforeExit', () => active?.drained());

setUpLog();
provideGlobal();

loadHandler(env._HANDLER).then(
  (handler) => serve(handler).catch(() => process.exit(1)), // the Runtime API is gone
  (error) => die('Uncaught Exception', error, 129),
);
