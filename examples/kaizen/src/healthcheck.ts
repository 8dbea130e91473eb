// The image's HEALTHCHECK. `http.get` and not `fetch`: half the processor time and half the memory for each probe.
import { get } from 'node:http';

const port = process.env['KAIZEN_PORT'] || '8080';
const request = get({ host: '127.0.0.1', port, path: '/health', timeout: 3_000 }, (response) => {
  response.pipe(process.stdout);
  process.exitCode = response.statusCode === 200 ? 0 : 1;
});
request.on('timeout', () => request.destroy(new Error('no answer within 3 s')));
request.on('error', ({ message }) => {
  console.log(message);
  process.exitCode = 1;
});
