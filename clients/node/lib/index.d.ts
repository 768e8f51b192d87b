export interface StartOptions {
  /** The program; else that of RIVULET_BINARY or RIVULET, on the PATH, or ./build/release/rivulet. */
  binary?: string;
  /** More flags for the server, such as `["--stream-shards", "4"]`. */
  flags?: string[];
  /** More variables for the server, of which handlers get `NODE_PATH` and `PYTHONPATH`. */
  env?: Record<string, string>;
  /** A file that `snapshotFile()` gave: the server begins with it, and has the snapshot under its name for worlds. */
  snapshot?: string;
  /**
   * A running server to connect to; else that of RIVULET_URL, unless `binary`, `flags`, `env` or `snapshot` ask for
   * one.
   */
  url?: string;
  /** Puts the URL into RIVULET_URL, so that workers which start from now on share this server. */
  shared?: boolean;
  /** The region of the worlds, and the server's own: `us-east-1`. */
  region?: string;
  /** Where warnings of the server go: standard error, unless `"ignore"`. */
  log?: "inherit" | "ignore";
  /** How long to wait for the server to be ready: 10,000. */
  startTimeoutMs?: number;
}

/**
 * Starts a server in memory on a free port, ready in milliseconds, or connects to a running one. A server that it
 * starts ends with this process, also when that is killed.
 */
export function startRivulet(options?: StartOptions): Promise<Rivulet>;

export interface WorldOptions {
  /** What is in it from the start: all that `snapshot()` saved of another one. */
  snapshot?: string;
  /** 12 digits; random ones unless given. */
  account?: string;
  region?: string;
}

/** An account of its own on a server: its tables, functions and queues meet those of no other. */
export class World {
  protected constructor();
  /** 12 digits; undefined for the account that the server has for whoever names none. */
  readonly account: string | undefined;
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: { accessKeyId: string; secretAccessKey: string };
  /** For any client of the AWS SDK: `new DynamoDBClient(world.clientConfig)`. */
  readonly clientConfig: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
  /** The same as variables, for code that makes its clients itself, and for other programs. */
  readonly env: Record<
    "AWS_ENDPOINT_URL" | "AWS_REGION" | "AWS_DEFAULT_REGION" | "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY",
    string
  >;
  /** All of the control API, by its paths, for this world: `control.post("streams/roll", { TableName: "Orders" })`. */
  readonly control: Control;
  /** The time that the server goes by: one for all of its worlds. */
  readonly clock: Clock;

  /**
   * Waits until everything is delivered: what was written, what handlers write meanwhile, asynchronous invocations.
   * Throws NotSettledError after 30 seconds, or `timeoutSeconds`. Counts are since the last drain that settled.
   */
  drain(options?: { timeoutSeconds?: number; mapping?: string }): Promise<Drained>;

  /** How far each event source mapping has come, what it does, and why it waits. */
  mappings(): Promise<Mapping[]>;

  /**
   * What became of the newest 1,024 records of a mapping, named by its UUID or by its function. With `logs`, attempts
   * have the lines that they printed.
   */
  trace(mapping: string, options?: { after?: string; logs?: boolean }): Promise<TracedRecord[]>;

  /** The batches that mappings gave up. */
  discards(options?: { mapping?: string }): Promise<Discard[]>;

  /**
   * Lets something go wrong: an operation, the deliveries of a mapping (by its UUID or its function), or a stream. Once,
   * unless `times` or `probability` say otherwise.
   */
  fail(fault: OperationFault | DeliveryFault | StreamFault): Promise<Fault>;

  /** The faults that were asked for, and what each has done. */
  faults(): Promise<Fault[]>;

  /** Takes one back, or all. */
  clearFaults(id?: number): Promise<void>;

  /** All is gone but what is kept; tables and queues that are kept are emptied. Answers how much of each is gone. */
  reset(options?: { keep?: Kept[] }): Promise<Record<string, number>>;

  /** Saves what is in it under a name, for worlds that begin with it. */
  snapshot(name: string): Promise<void>;

  /** A saved snapshot as one file, to commit beside the tests, and to start servers with. */
  snapshotFile(name: string): Promise<Uint8Array>;
}

/**
 * A server. It is itself the world of the account that the server has for whoever names none; but its drain waits for
 * all worlds.
 */
export class Rivulet extends World {
  readonly url: string;
  /** The process, if it was started here. */
  readonly pid: number | undefined;
  /** A world that nobody else has. */
  world(options?: WorldOptions): Promise<World>;

  /** Puts its URL into RIVULET_URL, so that workers which start from now on find it. */
  share(): void;

  /** Ends the server, if it was started here. */
  stop(): Promise<void>;
}

export interface Clock {
  now(): Promise<Date>;
  /** Answers when what has aged by then is done with: items expired, records trimmed, messages visible again. */
  advance(seconds: number): Promise<ClockState>;
  /** A date, epoch seconds, or a text such as `2026-01-31T12:00:00Z`. */
  set(time: Date | number | string): Promise<ClockState>;
  freeze(): Promise<ClockState>;
  /** Back to the machine's time. */
  real(): Promise<ClockState>;
}

export interface ClockState {
  now: number;
  mode: "real" | "shifted" | "frozen";
}

export interface Control {
  get(path: string, query?: Record<string, string | number | boolean | undefined>): Promise<any>;
  /** Of what answers no JSON. */
  download(path: string, query?: Record<string, string | number | boolean | undefined>): Promise<Uint8Array>;
  post(path: string, body?: Record<string, unknown>): Promise<any>;
  put(path: string, body?: Record<string, unknown>): Promise<any>;
  delete(path: string, query?: Record<string, string | number | boolean | undefined>): Promise<any>;
}

// The answers are the control API's own, member by member: docs/control-api.md is their reference.

export type Kept = "functions" | "mappings" | "tables" | "queues" | "topics" | "buckets";

export interface FaultTurns {
  /** How often: 1. */
  times?: number;
  /** Instead of `times`: each time with this chance, the same for the same `seed` and the same requests. */
  probability?: number;
  seed?: number;
}

export interface OperationFault extends FaultTurns {
  /** `"PutItem"` */
  operation: string;
  /** Only requests for this one. */
  table?: string;
  /** `"ProvisionedThroughputExceededException"`, or any other that the operation may answer. */
  error?: string;
  /** How much later it is answered. */
  delayMs?: number;
  /** How many of a batch's requests are left undone. */
  unprocessed?: number;
  /** Whether the operation is done before it fails: an answer that is lost. */
  when?: "before" | "after";
  message?: string;
  [member: string]: unknown;
}

export interface DeliveryFault extends FaultTurns {
  mapping: string;
  effect: "duplicate" | "lose-checkpoint" | "throttle" | "timeout" | "kill";
}

export interface StreamFault {
  table: string;
  effect: "expire-iterators" | "trim";
}

export interface Fault {
  id: number;
  /** How often it could have come about, how often it did, and how often it will yet. */
  matched: number;
  done: number;
  remaining?: number;
  [member: string]: any;
}

export interface Drained {
  settled: boolean;
  records: RecordCounts;
  invocations: InvocationCounts;
  waiting: Waiting[];
}

export interface RecordCounts {
  delivered: number;
  filtered: number;
  discarded: number;
}

export interface InvocationCounts {
  ok: number;
  failed: number;
}

export interface Waiting {
  mapping?: string;
  function: string;
  shard?: string;
  pending: number;
  reason: string;
}

export interface Mapping {
  mapping: string;
  /** The ARN, with its qualifier if it has one. */
  function: string;
  stream?: string;
  queue?: string;
  state: string;
  caught_up: boolean;
  records: RecordCounts;
  invocations: InvocationCounts;
  [member: string]: any;
}

export interface TracedRecord {
  sequence: string;
  shard: string;
  event?: "INSERT" | "MODIFY" | "REMOVE";
  keys?: Record<string, any>;
  outcome: "delivered" | "filtered" | "discarded" | "pending";
  filter?: { passed: boolean; why?: string[] };
  batches: any[];
  older_batches?: number;
  [member: string]: any;
}

export interface Discard {
  id: number;
  mapping: string;
  records: number;
  document: any;
  [member: string]: any;
}

export class RivuletError extends Error {}

/** What the control API refused. */
export class ControlError extends RivuletError {
  readonly status: number;
  readonly error: string;
}

/** A drain that ran out of time; the message says what is waited for, and why. */
export class NotSettledError extends RivuletError {
  readonly answer: Drained;
}
