// Handlers that write their answer piece by piece (Lambda guide, "Response streaming for Lambda
// functions"). All that was written is one answer, since only Invoke asks for it.
import { Writable } from 'node:stream';
import { runtimeError } from './node_errors.mjs';

const streaming = Symbol.for('aws.lambda.runtime.handler.streaming');
const highWaterMark = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');

// What goes in front of an HTTP answer's body: its status and headers as JSON, then eight zeros.
class HttpResponseStream {
  static from(stream, prelude) {
    stream.setContentType('application/vnd.awslambda.http-integration-response');
    const text = JSON.stringify(prelude);
    stream._onBeforeFirstWrite = (write) => {
      write(text);
      write(new Uint8Array(8));
    };
    return stream;
  }
}

// The global that handlers find, unless the function's environment says that it doesn't want it.
export function provideGlobal() {
  if (['1', 'true'].includes(process.env.AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA)) return;
  globalThis.awslambda = {
    HttpResponseStream,
    streamifyResponse(handler, options) {
      handler[streaming] = 'response';
      if (typeof options?.highWaterMark === 'number') {
        handler[highWaterMark] = Math.trunc(options.highWaterMark);
      }
      return handler;
    },
  };
}

export function isStreaming(handler) {
  const kind = handler[streaming] ?? false;
  if (kind === false || kind === 'response') return kind !== false;
  throw runtimeError('MalformedStreamingHandler', 'Only response streaming is supported.');
}

const isBytes = (chunk) => typeof chunk === 'string' || chunk instanceof Uint8Array;
// What a stream of bytes can't take is written as JSON. A function is a callback, not a chunk.
const asChunk = (value) =>
  isBytes(value) || value === undefined || value === null || typeof value === 'function'
    ? value
    : JSON.stringify(value);

export class ResponseStream extends Writable {
  contentType = 'application/octet-stream';
  _onBeforeFirstWrite = undefined; // what HttpResponseStream puts in front
  #chunks = [];
  #size = 0;
  #limit;

  // Keeps no more than one byte beyond the limit, so that too long an answer shows.
  constructor(handler, limit) {
    super({ highWaterMark: handler[highWaterMark] });
    this.#limit = limit;
  }

  setContentType(type) {
    if (this.#chunks.length > 0) {
      throw runtimeError('InvalidStreamingOperation', 'Cannot set content-type, too late.');
    }
    this.contentType = type;
  }

  write(chunk, ...rest) {
    return super.write(asChunk(chunk), ...rest);
  }

  end(chunk, ...rest) {
    return super.end(asChunk(chunk), ...rest);
  }

  _write(chunk, _encoding, done) {
    if (this.#chunks.length === 0) this._onBeforeFirstWrite?.((part) => this.#keep(part));
    this.#keep(chunk);
    done();
  }

  #keep(part) {
    const bytes = Buffer.from(part).subarray(0, this.#limit + 1 - this.#size);
    this.#size += bytes.length;
    this.#chunks.push(bytes);
  }

  bytes() {
    return Buffer.concat(this.#chunks);
  }
}

// The answer of a streaming handler, once its stream has ended and it has returned. Rejects with
// what the handler throws.
export async function runStreaming(handler, event, stream, context) {
  const finished = new Promise((resolve, reject) => {
    stream.once('finish', resolve);
    stream.once('error', reject);
  });
  finished.catch(() => {}); // the handler's own error counts first
  // On AWS the open answer keeps the event loop busy: a stream that is never ended times out.
  const busy = setInterval(() => {}, 2 ** 30);
  try {
    const running = handler(event, stream, context);
    if (typeof running?.then !== 'function') {
      throw 'Streaming does not support non-async handlers.';
    }
    if ((await running) !== undefined) console.warn('Streaming handlers ignore return values.');
    await finished;
    return stream.bytes();
  } finally {
    clearInterval(busy);
  }
}
