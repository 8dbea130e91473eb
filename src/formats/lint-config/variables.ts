import { nearest } from '../nearest.ts';
import { guarded, type HadolintConfig, labelType, oneOf, threshold } from './values.ts';

type Variables = Readonly<Record<string, string | undefined>>;

const PREFIX = 'HADOLINT_';
const YES = ['1', 'y', 'yes', 'on', 'true'];
const NO = ['0', 'n', 'no', 'off', 'false'];
const NAMES = [
  'NOFAIL',
  'VERBOSE',
  'FORMAT',
  'FAILURE_THRESHOLD',
  'OVERRIDE_ERROR',
  'OVERRIDE_WARNING',
  'OVERRIDE_INFO',
  'OVERRIDE_STYLE',
  'IGNORE',
  'STRICT_LABELS',
  'DISABLE_IGNORE_PRAGMA',
  'TRUSTED_REGISTRIES',
  'REQUIRE_LABELS',
];

/** The settings with those of hadolint's variables under them: lists are joined, and the file has the last word on the rest. */
export function withVariables(config: HadolintConfig, env: Variables): HadolintConfig | { readonly fault: string } {
  return guarded(() => joined(config, env));
}

function joined(config: HadolintConfig, env: Variables): HadolintConfig {
  const { list, truth, labels, level } = readerOf(env);
  // whatever the file says, a wrong value is not passed over
  const [noFail, strictLabels, failureThreshold] = [
    truth('NOFAIL'),
    truth('STRICT_LABELS'),
    level('FAILURE_THRESHOLD'),
  ];
  const [verbose, disableIgnorePragma] = [truth('VERBOSE'), truth('DISABLE_IGNORE_PRAGMA')];
  return {
    ...config,
    noFail: config.noFail ?? noFail,
    noColor: config.noColor ?? (env['NO_COLOR'] === undefined ? null : true),
    verbose: config.verbose ?? verbose,
    override: {
      error: [...list('OVERRIDE_ERROR'), ...config.override.error],
      warning: [...list('OVERRIDE_WARNING'), ...config.override.warning],
      info: [...list('OVERRIDE_INFO'), ...config.override.info],
      style: [...list('OVERRIDE_STYLE'), ...config.override.style],
    },
    ignored: [...list('IGNORE'), ...config.ignored],
    trustedRegistries: [...list('TRUSTED_REGISTRIES'), ...config.trustedRegistries],
    labelSchema: { ...labels('REQUIRE_LABELS'), ...config.labelSchema },
    strictLabels: config.strictLabels ?? strictLabels,
    disableIgnorePragma: config.disableIgnorePragma ?? disableIgnorePragma,
    failureThreshold: config.failureThreshold ?? failureThreshold,
    warnings: [...strangers(env), ...config.warnings],
  };
}

/** Reads one variable as a setting of its kind. One that is empty says nothing. */
function readerOf(env: Variables) {
  const value = (name: string): string => (env[`${PREFIX}${name}`] ?? '').trim();
  const list = (name: string): readonly string[] =>
    value(name)
      .split(',')
      .map((it) => it.trim())
      .filter((it) => it !== '');
  return {
    list,
    truth: (name: string): boolean | null =>
      value(name) === '' ? null : YES.includes(oneOf(value(name).toLowerCase(), [...YES, ...NO], `${PREFIX}${name}`)),
    labels: (name: string): Readonly<Record<string, string>> =>
      Object.fromEntries(
        list(name).map((it): [string, string] => {
          const [label = '', type = ''] = it.split(':');
          return [label, labelType(type.trim(), `${PREFIX}${name}`)];
        }),
      ),
    level: (name: string) => threshold(value(name) === '' ? null : value(name), `${PREFIX}${name}`),
  };
}

/** Variables that are nearly one of its own. Others begin so too: wrappers of it have theirs. */
function strangers(env: Variables): readonly string[] {
  return Object.keys(env).flatMap((name) => {
    const own = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : '';
    const near = own === '' || NAMES.includes(own) ? null : nearest(own, NAMES);
    return near === null ? [] : [`there is no variable ${name}, did you mean ${PREFIX}${near}?`];
  });
}
