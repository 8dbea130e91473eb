import { expect, it } from 'vitest';
import { objections } from '../../../test/kit/compose-rules.ts';
import check from './host-ports-apart.ts';

it.each([
  [
    'services:\n  web:\n    image: web\n    ports: ["80:80"]\n  api:\n    image: api\n    ports: ["80:8080"]\n',
    ['7: api publishes port 80 of the host as web does'],
  ],
  [
    'services:\n  web:\n    image: web\n    ports: ["80:80", "0.0.0.0:80:81"]\n',
    ['4: web publishes port 80 of the host twice'],
  ],
  ['services:\n  web:\n    image: web\n    ports: ["127.0.0.1:80:80", "127.0.0.2:80:80", "80:80/udp"]\n', []],
  [
    'services:\n  web:\n    image: web\n    ports: ["8000-8010:80"]\n  api: { image: api, ports: ["8000-8010:80"] }\n',
    [],
  ],
  ['services:\n  web:\n    image: web\n    ports: ["80"]\n  api: { image: api, ports: ["80"] }\n', []],
  [
    'services:\n  web:\n    image: web\n    profiles: [a]\n    ports: ["80:80"]\n  api: { image: api, profiles: [b], ports: ["80:80"] }\n',
    [],
  ],
  [
    'services:\n  web:\n    image: web\n    profiles: [a]\n    ports: ["80:80"]\n  api: { image: api, profiles: [b, a], ports: ["80:80"] }\n',
    ['6: api publishes port 80 of the host as web does'],
  ],
  [
    'services:\n  web:\n    image: web\n    network_mode: host\n    ports: ["80:80"]\n  api: { image: api, ports: ["80:80"] }\n',
    [],
  ],
])('says of %j: %j', (text, wanted) => {
  expect(objections(check, text)).toEqual(wanted);
});
