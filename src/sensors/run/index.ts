import type { Ask, Atom, CommandAsk, HttpAsk, ReachAsk, RunFacts, Sensor, Target } from '../../domain/index.ts';
import { digest, TickproofError } from '../../domain/index.ts';
import { digestOf } from '../../formats/index.ts';
import { askedPorts, type Bench, imageOf } from './bench.ts';
import { engineClass, engineOf } from './engine-of.ts';
import { runCommands } from './commands.ts';
import { hostSide } from './host-side.ts';
import { phase } from './phase.ts';
import { type Probe, probeOf } from './readiness.ts';
import { tryReadOnly } from './read-only.ts';
import { countRestarts } from './restarts.ts';
import { liveOnce, type Wanted } from './service-life.ts';
import { environmentByHand, environmentOf } from './settings.ts';
import { measureStarts } from './starts.ts';

/**
 * Starts containers of the image and observes them from outside: no shell is needed in the image. Each atom that is asked
 * is given, or left out where it cannot be seen (a process that has ended has no memory).
 */
export const runSensor: Sensor<'run'> = {
  kind: 'run',

  async inputs(target, _atoms, asks, ports) {
    const image = imageOf(target);
    const imageId =
      image === null ? target.builtId : ((await ports.engine?.inspectImage(image))?.imageId ?? target.builtId);
    return {
      ...(imageId ? { 'image.id': digest(imageId) } : {}),
      'run.settings': digestOf({ settings: target.run, asks }),
      ...(ports.engine ? { 'engine.class': engineClass(ports.engine.info) } : {}),
    };
  },

  async gather(target, atoms, asks, ports) {
    const wanted = wantedOf(atoms, asks);
    const engine = engineOf(ports);
    const image = imageOf(target);
    const inspected = image === null ? null : await engine.inspectImage(image);
    if (image === null || !inspected) throw noImage(image);
    await using host = await hostSide(ports, target.run.host, target.folder);
    const { config } = inspected;
    const publish = askedPorts(target.run, config, asks);
    const bench: Bench = {
      ports,
      engine,
      image,
      config,
      settings: target.run,
      env: environmentOf(target.run.env),
      host,
      publish,
    };
    const seen = await observe(bench, wanted, asks);
    return onlyAsked({ ...seen, command: commandByHand(target, image, bench) }, wanted);
  },
};

function wantedOf(atoms: readonly Atom[], asks: readonly Ask[]): Wanted {
  const names = new Set<string>(atoms.map((atom) => atom.replace('run.', '')));
  return {
    has: (atom) => names.has(atom),
    http: asks.filter((it): it is HttpAsk => it.kind === 'http'),
    reaches: asks.filter((it): it is ReachAsk => it.kind === 'reach'),
  };
}

function noImage(image: string | null): TickproofError {
  const message = image === null ? 'There is no image to run' : `There is no image ${image} on the engine`;
  return new TickproofError('image-not-found', message, {
    remedy: 'Let it be built (`tickproof verify DIR`), or name an image of the engine.',
  });
}

const LIVING: readonly (keyof RunFacts)[] = [
  'state',
  'health',
  'http',
  'logs',
  'memory',
  'cpu',
  'restarts',
  'process',
  'stop',
  'reaches',
  'ports',
  'readOnly',
];

/** One question after another: what is measured is measured while nothing else of ours runs. */
async function observe(bench: Bench, wanted: Wanted, asks: readonly Ask[]): Promise<Partial<RunFacts>> {
  const { ports } = bench;
  const probe: Probe = probeOf(bench.settings.ready, bench.config);
  const starts = wanted.has('starts')
    ? await phase(ports, 'run:starts', 'starting fresh containers', () => measureStarts(bench, probe))
    : undefined;
  const life = LIVING.some(wanted.has) ? await liveOnce(bench, probe, wanted) : undefined;
  const ended = life?.facts.restarts === undefined && wanted.has('restarts');
  const restarts = ended
    ? await phase(ports, 'run:restarts', 'counting restarts', () => countRestarts(bench))
    : life?.facts.restarts;
  const normal = life ?? { http: [], written: [] };
  const readOnly = wanted.has('readOnly')
    ? await phase(ports, 'run:read-only', 'trying a read-only root', () =>
        tryReadOnly(bench, probe, wanted.http, normal),
      )
    : undefined;
  const questions = asks.filter((it): it is CommandAsk => it.kind === 'command');
  const commands = wanted.has('commands')
    ? await phase(ports, 'run:commands', 'running commands', () => runCommands(bench, questions))
    : undefined;
  return {
    ...life?.facts,
    ...(starts ? { starts } : {}),
    ...(restarts ? { restarts } : {}),
    ...(readOnly ? { readOnly } : {}),
    ...(commands ? { commands } : {}),
  };
}

function onlyAsked(facts: Partial<RunFacts>, { has }: Wanted): Partial<RunFacts> {
  return Object.fromEntries(
    Object.entries(facts).filter(([atom, value]) => value !== undefined && has(atom as keyof RunFacts)),
  ); // the keys are those of RunFacts
}

/** The same start as a person would type it. */
function commandByHand(target: Target, image: string, { host, publish, settings }: Bench): readonly string[] {
  const hosts = host.extraHosts.length > 0 ? ['--add-host', 'host.docker.internal:host-gateway'] : [];
  return [
    'docker',
    'run',
    '--rm',
    ...environmentByHand(target.run.env),
    ...hosts,
    ...settings.writable.flatMap((path) => ['-v', path]),
    ...publish.flatMap((port) => ['-p', `127.0.0.1:${port}:${port}`]),
    ...(settings.memory === null ? [] : ['--memory', String(settings.memory)]),
    image,
  ];
}
