import type { z } from 'zod';
import type { BuildSettings, Criteria, HostProcess, RunSettings, Section } from '../domain/index.ts';
import { dig } from './dig.ts';
import { frame } from './schema.ts';

type Frame = z.output<typeof frame>;

/** How the deployment is built, run, brought up and scanned, as the file says it. */
export function settingsOf(data: Frame): Pick<Criteria, 'build' | 'run' | 'stacks' | 'scan'> {
  const { timeout: timeoutMs, window: windowMs, ...run } = data.run;
  const stacks = Object.fromEntries(
    Object.entries(data.stacks).map(([name, { timeout, ...stack }]) => [name, { ...stack, timeoutMs: timeout }]),
  );
  return {
    build: data.build as BuildSettings, // the same for the build's secrets
    run: { ...run, timeoutMs, windowMs, host: run.host as Readonly<Record<string, HostProcess>> } as RunSettings,
    stacks,
    scan: data.scan,
  };
}

export function sectionOf({ title, purpose, prose }: Frame['sections'][number]): Section {
  return { title, ...(purpose === undefined ? {} : { purpose }), ...(prose === undefined ? {} : { prose }) };
}

/** As much of a file as can be read: what is at fault is as if it were not there. */
export function readable(value: unknown): Frame {
  const kept = Object.entries(frame.shape).flatMap(([key, schema]) => {
    const written = dig(value, [key]);
    return written !== undefined && schema.safeParse(written).success ? [[key, written] as const] : [];
  });
  return frame.parse({ ...Object.fromEntries(kept), version: 1 });
}
