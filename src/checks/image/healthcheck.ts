import { defineCheck, fail, type Finding, finding, type ImageConfig, mended, pass, plant, seen } from '../kit.ts';
import { healthRemedy, hideProgram, layerOf, lookAtCommand, outcomeOf, probeWords } from './shared.ts';

const REASONS = ['no-healthcheck', 'healthcheck-trivial', 'healthcheck-hopeless', 'healthcheck-tool-missing'] as const;

const probe = (title: string, reason: (typeof REASONS)[number], test: readonly string[]) => ({
  level: 'K' as const,
  title,
  reason,
  edit: (config: ImageConfig) => ({ ...config, healthcheck: { ...config.healthcheck, test } }),
});

export default defineCheck({
  id: 'image/healthcheck',
  version: 1,
  title: 'The image has a health check that can run and can fail',
  why: 'Without one the engine calls a hung service healthy; with a probe whose tool is not in the image it calls a good one sick.',
  remedy: 'Add a HEALTHCHECK that asks the service itself, with a program that the final stage holds.',
  references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
  aliases: ['CIS-DI-0006', 'PROD-001.5'],
  reads: ['image.config', 'image.accounts', 'image.files', 'image.executables'],
  reasons: REASONS,
  example: {
    image: {
      config: { user: '10001', healthcheck: { test: ['CMD', '/app/probe'] } },
      layers: [
        [plant('/app/probe', { text: '#!/app/busy\n', mode: 0o755 }), plant('/app/busy', { text: 'x', mode: 0o755 })],
      ],
    },
  },
  mutants: [
    {
      level: 'K',
      title: 'no HEALTHCHECK',
      reason: 'no-healthcheck',
      edit: (config) => ({ ...config, healthcheck: null }),
    },
    probe('HEALTHCHECK NONE', 'no-healthcheck', ['NONE']),
    probe('a probe that is always true', 'healthcheck-trivial', ['CMD', 'true']),
    probe('a probe whose failure is swallowed', 'healthcheck-trivial', [
      'CMD-SHELL',
      'curl -f http://localhost/ || true',
    ]),
    probe('a probe that cannot succeed', 'healthcheck-hopeless', ['CMD-SHELL', 'exit 1']),
    {
      level: 'L',
      title: 'the program of the health check is gone',
      reason: 'healthcheck-tool-missing',
      edit: (image) => {
        const { programs, around } = lookAtCommand(image, probeWords(image.config));
        return programs[0] ? layerOf(hideProgram(image.files, programs[0].name, around)) : null;
      },
    },
  ],
  mutantsFor: ({ image }) => {
    const { line, programs, around } = lookAtCommand(image, probeWords(image.config));
    const [shell, ...tools] = programs.map(({ name }) => name);
    if (outcomeOf(line, (name) => name === shell).mayPass) return [];
    const gone = layerOf(tools.flatMap((tool) => hideProgram(image.files, tool, around)));
    const title = 'the tool that the probe calls is gone';
    return [{ level: 'L' as const, title, reason: 'healthcheck-tool-missing' as const, edit: () => gone }];
  },

  judge: ({ image }) => {
    const test = image.config.healthcheck?.test ?? [];
    const written = seen.value('HEALTHCHECK', test.length === 0 ? '(none)' : asInstruction(test));
    const by = setBy(image.config);
    const { entrypoint, cmd } = image.config;
    const remedy = healthRemedy([...entrypoint, ...cmd]);
    const faulty = (fault: Finding<(typeof REASONS)[number]>) => fail(mended(remedy, fault));
    if (test.length === 0) return faulty(finding('no-healthcheck', 'the image has no health check', written));
    if (test[0] === 'NONE')
      return faulty(finding('no-healthcheck', 'HEALTHCHECK NONE switches every check off', written, ...by));
    const { line, programs, script, starts } = lookAtCommand(image, probeWords(image.config));
    const best = outcomeOf(line, () => true);
    if (!best.mayFail)
      return faulty(finding('healthcheck-trivial', 'the probe succeeds whatever the service does', written, ...by));
    if (!best.mayPass)
      return faulty(finding('healthcheck-hopeless', 'the probe fails whatever the service does', written, ...by));
    if (script?.file === null) {
      return fail(
        finding('healthcheck-tool-missing', `the probe's script ${script.path} is not in the image`, written, ...by),
      );
    }
    if (outcomeOf(line, starts).mayPass) {
      const found = programs.flatMap(({ name, program }) =>
        program.status === 'found' ? [seen.file(program.file, name)] : [],
      );
      return pass(written, ...found);
    }
    const faults = programs.flatMap(({ fault }) => fault ?? []);
    const message = faults.map((fault) => fault.message).join('; ');
    const files = faults.flatMap(({ file }) => (file ? [seen.file(file)] : []));
    return fail(finding('healthcheck-tool-missing', message, written, ...files, ...by));
  },
});

/** The instruction that set it, as the image remembers it: of this Dockerfile, or of a base. */
function setBy({ history, healthcheck }: ImageConfig) {
  const entry = history.findLast(({ createdBy }) => /^(?:\/bin\/sh -c #\(nop\)\s+)?HEALTHCHECK\b/.test(createdBy));
  return entry ? [seen.value('set by', asWritten(entry.createdBy, healthcheck))] : [];
}

/**
 * Builders print a structure of their own there: `HEALTHCHECK &{["CMD" "true"] "30s" …}`. Where its words are those of the
 * image's own health check, that says the same, and is shown as a Dockerfile has it.
 */
function asWritten(createdBy: string, healthcheck: ImageConfig['healthcheck']): string {
  if (!healthcheck) return createdBy;
  const words = healthcheck.test.map((word) => JSON.stringify(word)).join(' ');
  if (!createdBy.includes(`&{[${words}]`)) return createdBy;
  return ['HEALTHCHECK', ...flagsOf(healthcheck), asInstruction(healthcheck.test)].join(' ');
}

/** `CMD ["true"]`, `CMD curl -f http://localhost/`, `NONE`. */
function asInstruction([kind = '', ...words]: readonly string[]): string {
  if (kind === 'CMD-SHELL') return `CMD ${words.join(' ')}`;
  return kind === 'CMD' ? `CMD [${words.map((word) => JSON.stringify(word)).join(', ')}]` : [kind, ...words].join(' ');
}

function flagsOf(healthcheck: NonNullable<ImageConfig['healthcheck']>): readonly string[] {
  const { intervalMs, timeoutMs, startPeriodMs, startIntervalMs, retries } = healthcheck;
  const times = {
    interval: intervalMs,
    timeout: timeoutMs,
    'start-period': startPeriodMs,
    'start-interval': startIntervalMs,
  };
  const flags = Object.entries(times).flatMap(([name, ms]) =>
    ms ? [`--${name}=${ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`}`] : [],
  );
  return retries ? [...flags, `--retries=${retries}`] : flags;
}
