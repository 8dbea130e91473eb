import type { Ask, Atom, CommandAsk, HttpAsk, Ports, ReachAsk, RunFacts, Sensor, Target } from '../../domain/index.ts';
import { digest, TickproofError } from '../../domain/index.ts';
import { digestOf } from '../../formats/index.ts';
import { loadedImage } from '../image/loaded.ts';
import { askedPorts, type Bench, imageOf } from './bench.ts';
import { environmentIn } from './changed-spec.ts';
import { engineClass, engineOf } from './engine-of.ts';
import { runCommands } from './commands.ts';
import { hostSide, NO_NETWORK } from './host-side.ts';
import { needsNetwork, probingIn, settingsIn } from './pace.ts';
import { phase } from './phase.ts';
import type { Probe } from './readiness.ts';
import { tryReadOnly } from './read-only.ts';
import { countRestarts } from './restarts.ts';
import { isStart, liveOnce, type Wanted } from './service-life.ts';
import { environmentByHand, environmentOf } from './settings.ts';
import { sharedHostSide } from './shared-host-side.ts';
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
      'run.settings': digestOf({ settings: target.run, asks, ...(target.changed ? { changed: target.changed } : {}) }),
      ...(ports.engine ? { 'engine.class': engineClass(ports.engine.info) } : {}),
    };
  },

  async gather(target, atoms, asks, ports) {
    const wanted = wantedOf(atoms, asks);
    const engine = engineOf(ports);
    const { changed = null } = target;
    await using loaded = await changedImage(target, ports);
    const image = loaded?.image ?? imageOf(target);
    const inspected = image === null ? null : await engine.inspectImage(image);
    if (image === null || !inspected) throw noImage(image);
    const settings = settingsIn(target.run, changed);
    const sideOf = changed?.run ? sharedHostSide : hostSide;
    await using host = needsNetwork(changed, wanted) ? await sideOf(ports, settings.host, target.folder) : NO_NETWORK;
    const { probe, config, probed } = probingIn(changed, settings, inspected.config, wanted);
    const bench: Bench = {
      ports,
      engine,
      image,
      config,
      settings,
      env: environmentIn(environmentOf(settings.env), changed?.run?.env),
      host,
      publish: askedPorts(settings, config, asks),
      changed,
      ...(probed ? { probed } : {}),
    };
    const seen = await observe(bench, probe, wanted, asks);
    return onlyAsked({ ...seen, command: commandByHand(target, image, bench) }, wanted);
  },
};

/** The image with the change's layers and config on top; null where it changes neither. */
async function changedImage(target: Target, ports: Ports) {
  const { layers, config } = target.changed?.run ?? {};
  if (!layers && !config) return null;
  return loadedImage(target, { ...(layers ? { layers } : {}), ...(config ? { config } : {}) }, ports);
}

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

/** A changed world's state is asked whatever it was made for: a start or a command that was looked at says enough. */
function needsLife({ changed }: Bench, { has }: Wanted): boolean {
  const asked = LIVING.filter(has);
  const seenElsewhere = changed?.run !== undefined && (has('starts') || has('commands'));
  return seenElsewhere ? asked.some((atom) => atom !== 'state') : asked.length > 0;
}

/** One question after another: what is measured is measured while nothing else of ours runs. */
async function observe(bench: Bench, probe: Probe, wanted: Wanted, asks: readonly Ask[]): Promise<Partial<RunFacts>> {
  const { ports } = bench;
  const lives = needsLife(bench, wanted);
  const starts =
    wanted.has('starts') && !(lives && isStart(bench, wanted))
      ? await phase(ports, 'run:starts', 'starting fresh containers', () => measureStarts(bench, probe))
      : undefined;
  const life = lives ? await liveOnce(bench, probe, wanted) : undefined;
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
