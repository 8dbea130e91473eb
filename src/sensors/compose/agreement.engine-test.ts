import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { enginePorts } from '../../../test/e2e/engine-ports.ts';
import { exampleTarget } from '../../../test/kit/index.ts';
import type { Ports, VerifyEvent } from '../../domain/index.ts';
import { composeSensor } from './index.ts';

const EXAMPLES = join(import.meta.dirname, '../../../examples');

async function gathered(ports: Ports, folder: string, files: readonly string[], env: Readonly<Record<string, string>>) {
  const events: VerifyEvent[] = [];
  const stack = { name: 'default', files, env, profiles: [], host: {}, timeoutMs: 1000 };
  const target = { ...exampleTarget({}), folder, stack };
  const seen = { ...ports, onEvent: (event: VerifyEvent) => void events.push(event) };
  return { facts: await composeSensor.gather(target, ['compose.model'], [], seen), events };
}

const ports = await enginePorts();
afterAll(() => ports?.[Symbol.asyncDispose]());

if (ports)
  describe('the real client', () => {
    it.each(['kaizen', 'tmws'])('reads examples/%s as we do', async (name) => {
      const env = { POSTGRES_PASSWORD: 'a-stand-in', DB_PASSWORD: 'a-stand-in' };
      const { facts, events } = await gathered(ports, join(EXAMPLES, name), ['docker-compose.yml'], env);
      expect(facts).not.toHaveProperty('disagreement');
      expect(events).toEqual([]);
    });

    it('refuses what we refuse', async () => {
      await using room = ports.files.temporary('agreement');
      room.write('compose.yaml', 'services:\n  web:\n    image: web\n    enviroment: {}\n');
      const { facts, events } = await gathered(ports, room.path, ['compose.yaml'], {});
      expect(facts).toEqual({ model: null });
      expect(events).toEqual([]);
    });
  });
else it.skip('has no engine here');
