import { defineConfig } from 'vitest/config';

// Three projects: everything beside its code; the journeys through a whole world with a browser; and
// what starts worlds of its own, one after the other.
// Files share their worker (isolate: false): a fresh one per file cost 11 s for 60 trivial files.
const worlds = [
  'world/src/{crvena,holds,world}.test.ts',
  'world/src/books/**/*.test.ts',
  'world/src/year/year.test.ts',
];

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
          exclude: ['**/node_modules/**', 'world/src/journeys/**', ...worlds],
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
      {
        extends: true,
        test: {
          name: 'worlds',
          include: worlds,
          exclude: ['**/node_modules/**'],
          pool: 'forks',
          isolate: false,
          fileParallelism: false,
          // After the journeys, where both run in one process.
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
