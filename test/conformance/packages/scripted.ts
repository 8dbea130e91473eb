import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Case, type Outcome, outcomeOf } from '../vectors.ts';
import { nodeJudges } from './scripted-node.ts';
import { phpJudges, rubyJudges } from './scripted-web.ts';
import { pythonJudges } from './scripted-python.ts';

type Judge = (it: Case) => string | null;

/** Judges by file; a kind without one is left to the count of what is not judged. */
const JUDGES: Readonly<Record<string, Readonly<Record<string, Judge>>>> = {
  'node.json': nodeJudges,
  'python.json': pythonJudges,
  'ruby.json': rubyJudges,
  'php.json': phpJudges,
};

export async function run(dir: string): Promise<readonly Outcome[]> {
  return Object.entries(JUDGES).map(([file, judges]) => {
    const { cases } = JSON.parse(readFileSync(join(dir, file), 'utf8')) as { cases: readonly Case[] }; // their own shape
    const judged = cases.flatMap((it) => {
      const judge = judges[it.kind];
      return judge === undefined ? [] : [{ id: String(it.id), miss: outcomeOf(judge, it) }];
    });
    const misses = judged.flatMap(({ id, miss }) => (miss === null ? [] : [`${id}: ${miss}`]));
    return { file, total: judged.length, passed: judged.length - misses.length, misses };
  });
}
