import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Case, type Outcome, outcomeOf } from '../vectors.ts';
import { dotnetJudges, goJudges, rustJudges } from './compiled-locks.ts';
import { javaJudges } from './compiled-java.ts';
import { otherJudges } from './compiled-other.ts';
import { judgeProgram } from './compiled-programs.ts';
import { sbomJudges } from './compiled-sbom.ts';
import { otherJudges as scripted } from './other-scripted.ts';

type Judge = (it: Case) => string | null;
type Judges = Readonly<Record<string, Judge>>;

const JUDGES: Readonly<Record<string, (it: Case) => Judge | undefined>> = {
  'go.json': by(goJudges),
  'rust.json': by(rustJudges),
  'java.json': by(javaJudges),
  'dotnet.json': by(dotnetJudges),
  'binary-classifiers.json': () => judgeProgram,
  'sbom.json': by(sbomJudges),
};

function by(judges: Judges) {
  return ({ kind }: Case) => judges[kind];
}

export async function run(dir: string): Promise<readonly Outcome[]> {
  const judges = { ...JUDGES, 'other.json': by({ ...scripted, ...otherJudges }) };
  return Object.entries(judges).map(([file, judgeOf]) => {
    const { cases } = JSON.parse(readFileSync(join(dir, file), 'utf8')) as { cases: readonly Case[] }; // their own shape
    const misses = cases.flatMap((it) => {
      const judge = judgeOf(it);
      const miss = judge ? outcomeOf(judge, it) : 'there is no judge for this kind';
      return miss === null ? [] : [`${it.id}: ${miss}`];
    });
    return { file, total: cases.length, passed: cases.length - misses.length, misses };
  });
}
