import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.js"],
    globalSetup: "test/server.js",
    // Four files side by side, each in a worker that isn't thrown away after it: what is quickest.
    pool: "threads",
    isolate: false,
    minWorkers: 4,
    maxWorkers: 4,
  },
});
