import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.js"],
    globalSetup: "test/server.js",
    // Four files side by side; threads start sooner than processes.
    pool: "threads",
    maxWorkers: 4,
  },
});
