// The same from CommonJS.
import rivuletClient = require("rivulet-client");
import globalSetup = require("rivulet-client/global-setup");

async function use(): Promise<string | undefined> {
  const rivulet: rivuletClient.Rivulet = await rivuletClient.startRivulet();
  const teardown: () => Promise<void> = await globalSetup();
  await teardown();
  return rivulet.account;
}
export = use;
