import { type Files, LINT_SEVERITIES, type LintSeverity, TickproofError } from '../domain/index.ts';
import { nearestId } from '../formats/index.ts';
import type { HadolintConfig } from '../formats/lint-config/index.ts';
import { isKnownTo, type LintPlan } from '../lint/index.ts';
import type { Io } from './io.ts';

const NAMES = (stem: string): readonly string[] => [`${stem}.yaml`, `${stem}.yml`];

/** The settings of hadolint that hold here: of its variables, with its file's over them. Null where there are none. */
export async function hadolintSettings(
  named: string | undefined,
  files: Files,
  { env, cwd }: Pick<Io, 'env' | 'cwd'>,
): Promise<HadolintConfig | null> {
  const path = named === undefined ? searched(files, env, cwd) : files.resolve(cwd, named);
  const variables = Object.keys(env).some((name) => name.startsWith('HADOLINT_'));
  if (path === null && !variables) return null;
  const text = path === null ? '{}' : files.readText(path);
  if (text === null)
    throw new TickproofError('usage', `there is no file ${named ?? path}`, { remedy: 'Name a .hadolint.yaml.' });
  const { readHadolintConfig, withVariables } = await import('../formats/lint-config/index.ts');
  const config = readHadolintConfig(text);
  if ('fault' in config)
    throw new TickproofError('usage', `${named ?? path} is no settings file of hadolint: ${config.fault}`, {
      remedy: 'Mend it, or name another one with --config.',
    });
  const joined = variables ? withVariables(config, env) : config;
  if ('fault' in joined) throw new TickproofError('usage', joined.fault, { remedy: 'Mend the variable, or unset it.' });
  return joined;
}

/** What is said of settings that pass: names that nobody knows. */
export function settingsWarnings(config: HadolintConfig | null, plan: LintPlan): readonly string[] {
  if (!config) return [];
  const ids = [...config.ignored, ...LINT_SEVERITIES.flatMap((severity) => config.override[severity])];
  const unknown = [...new Set(ids)].filter((id) => !id.startsWith('compose/') && !isKnownTo(plan, id)); // the checks of compose files are read where there is one
  return [
    ...config.warnings,
    ...unknown.slice(0, MOST_NAMED).map((id) => {
      const near = nearestId(id, plan.known);
      return `there is no check \`${id}\`${near === null ? '' : `, did you mean \`${near}\`?`}`;
    }),
  ];
}

const MOST_NAMED = 20;

/** The first that is there counts alone. */
function searched(files: Files, env: Io['env'], cwd: string): string | null {
  const home = env['HOME'];
  const settings = env['XDG_CONFIG_HOME'] ?? (home === undefined ? undefined : `${home}/.config`);
  const stems = [
    `${cwd}/.hadolint`,
    ...(settings === undefined ? [] : [`${settings}/hadolint`]),
    ...(home === undefined ? [] : [`${home}/.hadolint/hadolint`, `${home}/.hadolint/config`, `${home}/.hadolint`]),
  ];
  return stems.flatMap(NAMES).find((path) => files.stat(path) !== null && files.list(path) === null) ?? null;
}

/** From which severity on a finding counts for the exit code; null = never. */
export function failLevel(asked: string, config: HadolintConfig | null): LintSeverity | null {
  if (asked !== 'configured') return LINT_SEVERITIES.find((it) => it === asked) ?? null;
  if (config?.noFail) return null;
  const threshold = config?.failureThreshold ?? 'info';
  return threshold === 'ignore' ? null : threshold;
}
