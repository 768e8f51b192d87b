// One server for all workers, which find it by RIVULET_URL; without flags, "rivulet-client/global-setup" would do.
import { startRivulet } from "rivulet-client";

export default async function setup() {
  const flags = ["--log-level", "error"]; // that orders are given up is what we want
  const rivulet = await startRivulet({ flags, shared: true });
  return () => rivulet.stop();
}
