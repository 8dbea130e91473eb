import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Case, type Outcome, outcomeOf } from '../vectors.ts';
import { judgeDpkg } from './system-dpkg.ts';
import { judgeAlpm, judgeApk, judgePortage, judgeRpm } from './system-judges.ts';
import type { Judge } from './system-kit.ts';
import { judgeOsRelease, judgePath, judgePurl } from './system-names.ts';

const JUDGES: Readonly<Record<string, Judge>> = {
  'dpkg.json': judgeDpkg,
  'apk.json': judgeApk,
  'rpm.json': judgeRpm,
  'alpm.json': judgeAlpm,
  'portage.json': judgePortage,
  'os-release.json': judgeOsRelease,
  'purl.json': judgePurl,
  'path-rules.json': judgePath,
};

/** Package databases of distributions, their names, and the names of packages. */
export async function run(dir: string): Promise<readonly Outcome[]> {
  return Object.entries(JUDGES)
    .filter(([file]) => existsSync(join(dir, file)))
    .map(([file, judge]) => judged(dir, file, judge));
}

function judged(dir: string, file: string, judge: Judge): Outcome {
  const { cases, tests, rules } = JSON.parse(readFileSync(join(dir, file), 'utf8')); // the vectors' own shape
  const vectors: readonly Case[] = cases ?? tests ?? rules ?? [];
  const misses = vectors.flatMap((it, index) => {
    const came = outcomeOf(judge, it);
    return came === null ? [] : [`${idOf(it, index)}: ${came}`];
  });
  return { file, total: vectors.length, passed: vectors.length - misses.length, misses };
}

function idOf({ id, tool, analyzer, path }: Case, index: number): string {
  if (id !== undefined) return id;
  return path === undefined ? String(index) : `${tool} ${analyzer} ${path}`.replaceAll(': ', ' ');
}
