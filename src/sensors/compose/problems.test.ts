import { expect, it } from 'vitest';
import { emptyPorts, memoryFiles } from '../../../test/kit/index.ts';
import { loadCompose } from './load.ts';

const source = { folder: '/p', files: ['compose.yaml'], variables: {}, profiles: [] };
const problemIn = async (text: string) =>
  (await loadCompose(emptyPorts(memoryFiles('/p', { 'compose.yaml': text })), source)).problems[0];

const WEB = 'services:\n  db: { image: db }\n  web:\n    image: web\n';

it.each([
  ['enviroment:\n      A: 1', 5, 'did you mean `environment`?'],
  ['prots: ["80"]', 5, 'did you mean `ports`?'],
  ['build:\n      context: .\n      dockefile: D', 7, 'did you mean `dockerfile`?'],
  ['healthcheck: { intervall: 5s }', 5, 'did you mean `interval`?'],
  ['deploy:\n      resources:\n        limits:\n          memroy: 1g', 8, 'did you mean `memory`?'],
  ['volumes:\n      - type: bidn\n        target: /x', 6, 'did you mean `bind`?'],
  ['depends_on: [bd]', 5, 'did you mean `db`?'],
  ['depends_on:\n      dbb: { condition: service_started }', 6, 'did you mean `db`?'],
  ['networks: [bakc]\nnetworks: { back: }', 5, 'did you mean `back`?'],
  ['quite_another_thing: 1', 5, 'see the key in the Compose file reference'],
  ['networks: [front]', 5, 'declare it in the project, or mend its name'],
  ['mem_limit: lots', 5, 'write the value in a form that the key takes'],
  ['user: "me', 5, 'close it with `"` on line 5'],
  ['user: ${1}', 5, 'write `$$` where a dollar is meant'],
  ['env_file: no.env', 5, 'add the file, mend its name, or mark an env file as `required: false`'],
  ['network_mode: host\n    networks: [default]', 5, 'take one of the two away'],
  ['healthcheck: { test: [curl] }', 5, 'begin the list with `CMD` or `CMD-SHELL`, or write one text'],
  ['depends_on: [web]', 5, 'take one step out of the circle'],
])('says of `%s` in line %i: %s', async (keys, startLine, advice) => {
  expect(await problemIn(`${WEB}    ${keys}\n`)).toMatchObject({ kind: 'invalid', at: { startLine }, advice });
});

it('asks for what a service is made of', async () => {
  expect(await problemIn('services:\n  web: { user: me }\n')).toMatchObject({
    advice: 'give it an `image` or a `build`',
  });
});

it('leaves what to do about a missing variable to whoever knows its name', async () => {
  expect(await problemIn(`${WEB}    user: \${WHO:?say}\n`)).not.toHaveProperty('advice');
});
