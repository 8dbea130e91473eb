import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What must have the engine to itself: it measures time and load, or ends runs and looks for whatever is left of them. */
const ALONE = [
  'test/e2e/build-changed.test.ts',
  'test/e2e/deployments.test.ts',
  'test/e2e/run-sensor.test.ts',
  'test/e2e/run-worlds.test.ts',
  'src/engines/reaper.engine-test.ts',
];

const engine = { testTimeout: 300_000, hookTimeout: 300_000, globalSetup: ['test/e2e/setup.ts'] };

/** What takes longest comes first, so that nobody waits for it in the end; a fresh checkout knows no times. */
const LONG = [
  '/kill.test.ts',
  '/two-at-once.test.ts',
  '/false-ticks.test.ts',
  '/faults.test.ts',
  '/stack-worlds.test.ts',
];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => LONG.findIndex((it) => moduleId.endsWith(it)) + 1 || Infinity;
    return (await super.sort(files)).sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
  }
}

export default defineConfig({
  test: {
    chaiConfig: { truncateThreshold: 2_000 }, // a message alone must tell what was seen: of a run in CI little else is
    sequence: { sequencer: LongFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/{house,golden,contract,kit}/**/*.test.ts'],
          testTimeout: 60_000, // ends what hangs: bounds are held against the processor's time, which no load makes longer
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
