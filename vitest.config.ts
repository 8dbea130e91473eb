import { defineConfig } from 'vitest/config';

/** What must have the engine to itself: it measures time and load, or ends runs and looks for whatever is left of them. */
const ALONE = [
  'test/e2e/deployments.test.ts',
  'test/e2e/run-sensor.test.ts',
  'test/e2e/run-worlds.test.ts',
  'src/engines/reaper.engine-test.ts',
];

const engine = { testTimeout: 300_000, hookTimeout: 300_000, globalSetup: ['test/e2e/setup.ts'] };

export default defineConfig({
  test: {
    chaiConfig: { truncateThreshold: 2_000 }, // a message alone must tell what was seen: of a run in CI little else is
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/{house,golden,contract,kit}/**/*.test.ts'],
          testTimeout: 20_000,
          isolate: false, // no test mocks a module or leaves anything behind: what all of them import is loaded once
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          ...engine,
          name: 'engine',
          include: ['test/e2e/**/*.test.ts', 'src/**/*.engine-test.ts'],
          exclude: ALONE,
          maxWorkers: 3, // they wait for the engine more than they work
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: { ...engine, name: 'engine-alone', include: ALONE, fileParallelism: false, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
