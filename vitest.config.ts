import { defineConfig } from 'vitest/config';

// Two projects: everything beside its code, and the journeys through a whole world with a browser.
// Files share their worker (isolate: false): a fresh one per file cost 11 s for 60 trivial files.
export default defineConfig({
  test: {
    globalSetup: ['./tools/vitest-setup.ts'],
    passWithNoTests: true,
    // A busy machine is slow, not wrong.
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: ['**/node_modules/**', 'world/src/journeys/**'],
          pool: 'threads',
          // Each waits a good deal, for databases and for answers that do not come.
          maxWorkers: 2,
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          globalSetup: ['./world/src/journeys/setup.ts'],
          include: ['world/src/journeys/**/*.test.ts'],
          exclude: ['**/node_modules/**'],
          pool: 'forks',
          isolate: false,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
