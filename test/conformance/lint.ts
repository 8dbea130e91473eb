import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { checksOfFolders } from '../../src/checks/static.ts';
import type { LintFinding, ParsedDockerfile } from '../../src/domain/index.ts';
import { type FilePorts, makeFilePorts } from '../../src/engines/file-ports.ts';
import { type HadolintConfig, readHadolintConfig } from '../../src/formats/lint-config/index.ts';
import { reachableFrom } from '../../src/formats/index.ts';
import { lookAtDockerfile, planLint, shellcheck } from '../../src/lint/index.ts';
import { buildkitName } from '../../src/reports/lint/index.ts';
import { contextFactsOf, dockerfileFactsOf } from '../../src/sensors/static.ts';
import { memoryFiles } from '../kit/index.ts';
import { type Case, differs, type Outcome } from './vectors.ts';

type Judge = (vector: Case, ports: FilePorts) => Promise<string | null>;

const JUDGES: Readonly<Record<string, Judge>> = {
  'hadolint-rules.json': judgeRule,
  'hadolint-config.json': judgeConfig,
  'buildkit-lint.json': judgeBuild,
  'buildkit-docs.json': judgeExample,
};

/** Compares the vectors of a `lint` folder that are about rules and their settings. */
export async function run(dir: string): Promise<Outcome[]> {
  await using ports = makeFilePorts({ signal: new AbortController().signal, env });
  const outcomes: Outcome[] = [];
  for (const [file, judge] of Object.entries(JUDGES).filter(([name]) => existsSync(join(dir, name)))) {
    const { cases, rules = [] } = JSON.parse(readFileSync(join(dir, file), 'utf8')) as {
      cases: Case[];
      rules?: Case[];
    };
    const judged = [...cases, ...rules].filter(
      (it) => it.rule !== 'SC*' || ports.processes.find('shellcheck') !== null,
    );
    const misses: string[] = [];
    for (const it of judged) {
      const difference = await judge(it, ports).catch((error: unknown) => `it threw ${String(error)}`);
      if (difference !== null) misses.push(`${it.id}: ${difference}`);
    }
    outcomes.push({ file, total: judged.length, passed: judged.length - misses.length, misses });
  }
  return outcomes;
}

interface Asked {
  readonly profile?: 'default' | 'strict';
  readonly config?: HadolintConfig | null;
  readonly more?: readonly LintFinding[];
}

/** What is found, by the way that `tickproof lint` goes. */
function found(vector: Case, { profile = 'strict', config = null, more = [] }: Asked = {}): readonly LintFinding[] {
  const attributes = Object.entries((vector.frontendAttrs ?? {}) as Record<string, string>);
  const args = Object.fromEntries(
    attributes.flatMap(([name, value]) =>
      name.startsWith('build-arg:') ? [[name.slice('build-arg:'.length), value]] : [],
    ),
  );
  const dockerfile = dockerfileFactsOf({ path: 'Dockerfile', text: vector.dockerfile, target: null, args });
  const texts = { Dockerfile: vector.dockerfile as string };
  const ignored = vector.dockerignore === undefined ? {} : { '.dockerignore': vector.dockerignore as string };
  const files = memoryFiles('/work', { ...texts, ...ignored });
  const plan = planLint(checksOfFolders, { profile, only: [], skip: [], config });
  const context = (atoms: Parameters<typeof contextFactsOf>[1]['atoms']) =>
    contextFactsOf(files, { root: '/work', dockerfilePath: '/work/Dockerfile', dockerfile, atoms });
  return lookAtDockerfile(plan, {
    dockerfile,
    context: vector.dockerignore === undefined ? null : context,
    checkOptions: args.BUILDKIT_DOCKERFILE_CHECK,
  })(more);
}

async function judgeRule(vector: Case, ports: FilePorts): Promise<string | null> {
  const { rule, fires, count } = vector;
  if (rule === undefined) return judgeSeverity(vector);
  const config = vector.config ? readHadolintConfig(JSON.stringify(vector.config)) : null;
  if (config && 'fault' in config) return config.fault;
  const { source } = dockerfileFactsOf({ path: 'Dockerfile', text: vector.dockerfile, target: null, args: {} });
  const [more = []] = rule === 'SC*' ? await shellcheck([source], ports) : [];
  const all = found(vector, { profile: rule === '*' ? 'default' : 'strict', config, more });
  const isMeant = (alias: string) =>
    rule === '*' ? /^DL\d/.test(alias) && alias !== 'DL1000' : rule === 'SC*' ? alias.startsWith('SC') : alias === rule;
  const hits = all.filter(({ aliases }) => aliases.some(isMeant)).length;
  if (fires !== hits > 0) return `${hits} findings of ${rule}`;
  const isRight = count.exact === undefined ? hits >= count.min : hits === count.exact;
  return isRight ? null : `${hits} findings of ${rule} instead of ${JSON.stringify(count)}`;
}

/** What is off there is in the strict profile here, whatever it weighs. */
function judgeSeverity({ id, severity }: Case): string | null {
  const check = checksOfFolders.find(({ aliases = [] }) => aliases.includes(id));
  if (!check?.lint) return 'no rule';
  return severity === 'ignore' ? differs(check.lint.profile, 'strict') : differs(check.lint.severity, severity);
}

async function judgeConfig({ yaml, config: wanted, error }: Case): Promise<string | null> {
  const config = readHadolintConfig(yaml);
  if ('fault' in config) return error ? null : config.fault;
  if (error) return 'accepted';
  const flat: Readonly<Record<string, unknown>> = {
    'no-fail': config.noFail,
    'no-color': config.noColor,
    verbose: config.verbose,
    formats: config.formats,
    format: config.formats[0] ?? null,
    'override.error': config.override.error,
    'override.warning': config.override.warning,
    'override.info': config.override.info,
    'override.style': config.override.style,
    ignored: config.ignored,
    trustedRegistries: config.trustedRegistries,
    'label-schema': config.labelSchema,
    'strict-labels': config.strictLabels,
    'disable-ignore-pragma': config.disableIgnorePragma,
    'failure-threshold': config.failureThreshold,
  };
  return differs(Object.fromEntries(Object.keys(wanted).map((key) => [key, flat[key]])), wanted);
}

/** Rules that speak while the file is read; the others speak of the stages that are built. */
const WHILE_READING = [
  'ConsistentInstructionCasing',
  'DuplicateStageName',
  'FromAsCasing',
  'InvalidDefinitionDescription',
  'MaintainerDeprecated',
  'NoEmptyContinuation',
  'ReservedStageName',
  'StageNameCasing',
];

async function judgeBuild(vector: Case): Promise<string | null> {
  const { source } = dockerfileFactsOf({ path: 'Dockerfile', text: vector.dockerfile, target: null, args: {} });
  const all = found(vector).flatMap((it) => {
    const name = buildkitName(it);
    return name === null ? [] : [{ name, line: it.at.startLine, severity: it.severity }];
  });
  const isBuilt = builtLines(source);
  const ours = all.filter(({ name, line }) => WHILE_READING.includes(name) || isBuilt(line));
  const theirs = vector.warnings as readonly { readonly ruleName: string; readonly line: number }[];
  const lines = differs(
    ours.map(({ name, line }) => `${line} ${name}`).sort(),
    theirs.map(({ ruleName, line }) => `${line} ${ruleName}`).sort(),
  );
  if (lines !== null) return lines;
  if (String(vector.error ?? '').startsWith('lint violation')) {
    const heavy = ours.filter(({ severity }) => severity === 'error').map(({ line }) => line);
    if (!heavy.includes(vector.errorLine)) return `no error at line ${vector.errorLine}`;
  }
  if (vector.lintWarnings === undefined) return null;
  const names = (vector.lintWarnings as readonly { readonly ruleName: string }[]).map(({ ruleName }) => ruleName);
  return differs(all.map(({ name }) => name).sort(), names.sort());
}

/** The lines that a build of the last stage comes by. */
function builtLines({ stages }: ParsedDockerfile): (line: number) => boolean {
  const reached = reachableFrom(stages, stages.at(-1) ?? null);
  return (line) =>
    stages.every(
      ({ index, body }) => reached.has(index) || body.every(({ at }) => line < at.startLine || line > at.endLine),
    );
}

async function judgeExample(vector: Case): Promise<string | null> {
  const { rule, bad, dockerfile, experimental } = vector;
  const text =
    experimental && !/^#\s*check=/m.test(dockerfile) ? `# check=experimental=all\n${dockerfile}` : dockerfile;
  const hits = found({ ...vector, dockerfile: text }).filter((it) => it.aliases.includes(rule)).length;
  return hits > 0 === bad ? null : `${hits} findings of ${rule}`;
}
