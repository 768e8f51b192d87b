// Compiled, not run: what a user writes has the types that it should have.
import { NotSettledError, RivuletError, startRivulet, type Drained, type World } from "rivulet-client";
import globalSetup from "rivulet-client/global-setup";

const rivulet = await startRivulet({ flags: ["--stream-shards", "2"], env: { TZ: "UTC" } });
const world: World = await rivulet.world({ snapshot: "shop" });
const { endpoint, region, credentials } = world.clientConfig;
const texts: string[] = [endpoint, region, credentials.accessKeyId, credentials.secretAccessKey];
const drained: Drained = await world.drain({ timeoutSeconds: 5 });
const delivered: number = drained.records.delivered;
await world.clock.advance(60);
const now: Date = await world.clock.now();
await world.fail({ operation: "PutItem", table: "Orders", delayMs: 5, times: 2 });
await world.fail({ mapping: "totals", effect: "duplicate", probability: 0.5, seed: 7 });
await world.fail({ table: "Orders", effect: "trim" });
// @ts-expect-error: there is no such effect
await world.fail({ mapping: "totals", effect: "delay" });
// @ts-expect-error: nobody can make one but a server
new World();
const outcomes = (await world.trace("totals")).map(({ outcome }) => outcome);
const filtered: boolean = outcomes.includes("filtered");
const error: RivuletError = new NotSettledError();
const teardown: () => Promise<void> = await globalSetup();
await rivulet.stop();
export { delivered, error, filtered, now, teardown, texts };
