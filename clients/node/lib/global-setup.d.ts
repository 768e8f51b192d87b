/** `globalSetup` of vitest and jest: one server for all workers, which find it by `RIVULET_URL`. */
declare function setup(): Promise<() => Promise<void>>;
export = setup;
