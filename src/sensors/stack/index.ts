import { type Ask, type Atom, digest, type Sensor, TickproofError } from '../../domain/index.ts';
import { digestOf } from '../../formats/index.ts';
import { composeSensor } from '../compose/index.ts';
import { engineClass, engineOf } from '../run/engine-of.ts';
import { unique } from '../run/settings.ts';
import { givenInputs } from './inputs.ts';
import { liveOnce, type Wanted } from './live.ts';
import { projectOf } from './project.ts';

/** Brings a compose project up under a name of our own, asks it, takes it down and looks at what is left. */
export const stackSensor: Sensor<'stack'> = {
  kind: 'stack',

  async inputs(target, atoms, asks, ports) {
    const compose = await composeSensor.inputs(target, atoms, asks, ports);
    if (!compose) return null;
    const { engine } = ports;
    const stack = target.stack && { host: target.stack.host, profiles: target.stack.profiles, name: target.stack.name };
    return {
      ...compose,
      ...(await givenInputs(target, ports)),
      'stack.settings': digestOf({ stack, asks }),
      ...(target.builtId ? { 'image.id': digest(target.builtId) } : {}),
      ...(engine ? { 'engine.class': engineClass(engine.info) } : {}),
    };
  },

  async gather(target, atoms, asks, ports) {
    engineOf(ports);
    if (target.folder === null)
      throw new TickproofError('target-not-found', 'A stack needs the folder of its compose files', {
        remedy: 'Point `tickproof verify` at that folder.',
      });
    await using room = ports.files.temporary('stack');
    const kind = target.changed ? '-mutant' : '';
    const name = ports.owner.name(`${target.stack?.name ?? 'stack'}${kind}-${unique()}`);
    const project = projectOf(ports, target, name, room);
    const facts = await liveOnce(ports, target, project, wantedOf(atoms, asks));
    return Object.fromEntries(
      Object.entries({ ...facts, project: project.name }).filter(([atom]) =>
        atoms.some((it) => it === `stack.${atom}`),
      ),
    );
  },
};

function wantedOf(atoms: readonly Atom[], asks: readonly Ask[]): Wanted {
  const ofKind = <K extends Ask['kind']>(kind: K) =>
    asks.filter((it): it is Extract<Ask, { readonly kind: K }> => it.kind === kind);
  return {
    has: (atom) => atoms.some((it) => it === `stack.${atom}`),
    http: ofKind('http'),
    reaches: ofKind('reach'),
    persists: ofKind('persist'),
  };
}
