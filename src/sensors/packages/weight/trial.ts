import { type Engine, type Ports, type Saving, type Target, type Weight } from '../../../domain/index.ts';
import { humanize } from '../../../formats/index.ts';
import { engineOf, type Job, jobOf, requestOf } from '../../build/job.ts';
import { progressOf } from '../../build/progress.ts';
import { readImage } from '../../image/index.ts';
import { becomesReady } from '../../run/becomes-ready.ts';
import { editedText } from './savings/edits.ts';

interface Trials {
  readonly ports: Ports;
  readonly engine: Engine;
  readonly target: Target;
  readonly job: Job;
  /** Bytes of the layers of the unedited image, and whether it gets ready by itself. */
  readonly before: { readonly bytes: number; readonly ready: boolean };
}

/**
 * Tries each saving whose edit a program can make, the largest first: builds the edited Dockerfile with the same context,
 * compares the layers' bytes, and starts it where the unedited one gets ready by itself. What is built is removed again.
 */
export async function trySavings(weight: Weight, target: Target, ports: Ports): Promise<Weight> {
  const engine = engineOf(ports);
  const job = jobOf(target, ports);
  const tag = target.built;
  if (tag === null) return weight;
  const ready = (await becomesReady(target, tag, ports)) === 'ready';
  const trials: Trials = { ports, engine, target, job, before: { bytes: weight.totalBytes, ready } };
  const savings: Saving[] = [];
  for (const [index, saving] of weight.savings.entries()) {
    const text = saving.inBase ? null : editedText(saving, job.dockerfile);
    savings.push(text === null ? saving : { ...saving, ...(await tried(trials, text, index, saving)) });
  }
  return { ...weight, savings };
}

async function tried(
  trials: Trials,
  dockerfileText: string,
  index: number,
  { title }: Saving,
): Promise<Pick<Saving, 'trial'> & Partial<Saving>> {
  const { ports, engine, target, job, before } = trials;
  const tag = `${ports.owner.name(`try-${index}`)}:latest`;
  const request = { ...requestOf(job, target), dockerfileText, tag };
  try {
    const outcome = await engine.build(request, progressOf(ports, job.dockerfile, `trying without ${title}`));
    if (!outcome.succeeded) {
      const [said = ''] = outcome.message.trim().split('\n').slice(-1);
      return { trial: { bytes: 0, healthy: null, message: `with the edit it does not build: ${said}` } };
    }
    const bytes = before.bytes - (await bytesOf(tag, target, ports));
    const healthy = before.ready ? (await becomesReady(target, tag, ports)) === 'ready' : null;
    const message = `${humanize(Math.abs(bytes), 'B')} ${bytes < 0 ? 'more' : 'less'}${HEALTH[String(healthy)]}`;
    return { trial: { bytes, healthy, message }, ...(bytes > 0 && healthy !== false ? { confidence: 'tried' } : {}) };
  } finally {
    await engine.removeImage(tag);
  }
}

const HEALTH: Readonly<Record<string, string>> = {
  true: ', and it still gets ready',
  false: ', but it does not get ready any more',
  null: '; it does not get ready by itself before the edit either, so that was not compared',
};

async function bytesOf(image: string, target: Target, ports: Ports): Promise<number> {
  const { parts } = await readImage({ ...target, subject: { kind: 'engine-image', reference: image } }, [], ports);
  return parts.layers.reduce((sum, { facts }) => sum + facts.contentBytes, 0);
}
