import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/{house,golden,contract,kit}/**/*.test.ts'],
          testTimeout: 20_000,
          isolate: false, // no test mocks a module or leaves anything behind: what all of them import is loaded once
        },
      },
      {
        test: {
          name: 'engine',
          include: ['test/e2e/**/*.test.ts', 'src/**/*.engine-test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
          globalSetup: ['test/e2e/setup.ts'],
        },
      },
    ],
  },
});
