import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The bundled command line, built from the sources that are tested. */
    readonly cli: string;
  }
}

/** Bundles the command line once for all end-to-end tests, beside nothing that a developer uses. */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'tickproof-e2e-'));
  const root = join(import.meta.dirname, '../..');
  execFileSync(join(root, 'node_modules/.bin/tsx'), [join(root, 'scripts/build.ts'), '--out', folder], {
    stdio: 'pipe',
  });
  project.provide('cli', join(folder, 'cli.js'));
  return () => rmSync(folder, { recursive: true, force: true });
}
